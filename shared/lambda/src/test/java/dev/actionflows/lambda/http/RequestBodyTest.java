package dev.actionflows.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class RequestBodyTest {
    private static final int LIMIT = 100;

    @Test
    void an_object_is_read_with_its_properties() {
        assertThat(json("{\"name\": \"Nova\", \"tracks\": 12}").jsonObject(LIMIT))
                .containsExactly(Map.entry("name", "Nova"), Map.entry("tracks", 12L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=UTF-8",
                "application/json;charset=\"utf-8\""
            })
    void json_in_utf8_is_accepted_with_every_equivalent_content_type(String contentType) {
        assertThat(body("{}", false, contentType).jsonObject(LIMIT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text/plain", "application/xml", "application/json; charset=iso-8859-1"})
    void another_media_type_is_rejected(String contentType) {
        assertProblem(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                () -> body("{}", false, contentType).jsonObject(LIMIT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":NaN}", "{\"a\":\"\u0000\"}"})
    void text_other_than_json_is_malformed(String text) {
        assertProblem(ErrorCode.MALFORMED_REQUEST, () -> json(text).jsonObject(LIMIT));
    }

    @Test
    void a_missing_body_is_malformed() {
        RequestBody body =
                new RequestBody(Optional.empty(), false, Optional.of("application/json"));

        assertProblem(ErrorCode.MALFORMED_REQUEST, () -> body.jsonObject(LIMIT));
    }

    @Test
    void deep_nesting_is_malformed() {
        assertProblem(
                ErrorCode.MALFORMED_REQUEST,
                () -> json("[".repeat(50) + "]".repeat(50)).jsonObject(LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null"})
    void json_other_than_an_object_is_invalid(String text) {
        assertProblem(ErrorCode.INVALID_REQUEST, () -> json(text).jsonObject(LIMIT));
    }

    @Test
    void a_body_of_exactly_the_maximum_size_is_accepted() {
        String atLimit = "{\"a\":\"" + "ü".repeat((LIMIT - 8) / 2) + "\"}";

        assertThat(json(atLimit).jsonObject(LIMIT)).hasSize(1);
        assertThat(base64(atLimit.getBytes(StandardCharsets.UTF_8)).jsonObject(LIMIT)).hasSize(1);
        assertProblem(ErrorCode.PAYLOAD_TOO_LARGE, () -> json(atLimit + " ").jsonObject(LIMIT));
        assertProblem(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> base64((atLimit + " ").getBytes(StandardCharsets.UTF_8)).jsonObject(LIMIT));
    }

    @Test
    void the_size_is_checked_first() {
        assertProblem(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> body("x".repeat(LIMIT + 1), false, "text/plain").jsonObject(LIMIT));
        assertProblem(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> body("x".repeat(LIMIT * 2), true, "text/plain").jsonObject(LIMIT));
    }

    @Test
    void invalid_utf8_is_malformed() {
        byte[] loneContinuation = {'{', '"', (byte) 0x80, '"', ':', '1', '}'};

        assertProblem(
                ErrorCode.MALFORMED_REQUEST, () -> base64(loneContinuation).jsonObject(LIMIT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"Caf\uFFFD\"}",
                "{\"na\uFFFDme\": 1}",
                "\uFFFD\uFFFD{}",
                "{}\uFFFD"
            })
    void a_body_whose_bytes_api_gateway_replaced_is_malformed(String text) {
        assertProblem(ErrorCode.MALFORMED_REQUEST, () -> json(text).jsonObject(LIMIT));
    }

    @Test
    void a_replacement_character_in_a_base64_body_is_text() {
        assertThat(json("{\"a\": \"\uFFFD\"}").provenText("application/json", LIMIT))
                .isEqualTo("{\"a\": \"\uFFFD\"}");
        assertProblem(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, () -> json("{}").provenText("text/plain", LIMIT));
        assertProblem(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> json(" ".repeat(LIMIT + 1)).provenText("application/json", LIMIT));
    }

    @Test
    void an_escaped_replacement_character_is_text() {
        assertThat(json("{\"a\": \"\\ufffd\"}").jsonObject(LIMIT)).containsEntry("a", "\uFFFD");
        assertThat(base64("{\"a\": \"\uFFFD\"}".getBytes(StandardCharsets.UTF_8)).jsonObject(LIMIT))
                .containsEntry("a", "\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\":1e99999999999}",
                "{\"a\":[-1E+99999999999]}",
                "{\"a\":1e-99999999999}",
                "\uFEFF{}",
            })
    void a_number_out_of_range_is_malformed(String text) {
        assertProblem(ErrorCode.MALFORMED_REQUEST, () -> json(text).jsonObject(LIMIT));
    }

    @Test
    void ten_million_digits_exceed_the_size_limit_and_a_thousand_are_malformed() {
        assertProblem(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> json("{\"a\":" + "9".repeat(10_000_000) + "}").jsonObject(LIMIT));
        for (String number :
                List.of("9".repeat(1_000), "0." + "9".repeat(1_000), "1e" + "9".repeat(1_000))) {
            assertProblem(
                    ErrorCode.MALFORMED_REQUEST,
                    () -> json("{\"a\":" + number + "}").jsonObject(10_000));
        }
    }

    @Test
    void invalid_base64_is_malformed() {
        assertProblem(
                ErrorCode.MALFORMED_REQUEST,
                () -> body("{}", true, "application/json").jsonObject(LIMIT));
    }

    @Test
    void text_of_the_expected_media_type_is_returned_unchanged() {
        RequestBody form = body("a=%zz", false, "application/x-www-form-urlencoded;charset=UTF-8");

        assertThat(form.text("application/x-www-form-urlencoded", LIMIT)).isEqualTo("a=%zz");
        assertProblem(ErrorCode.UNSUPPORTED_MEDIA_TYPE, () -> form.text("text/plain", LIMIT));
    }

    @Test
    void bytes_are_returned_as_sent_for_every_content_type() {
        byte[] bytes = {(byte) 0xff, 0, '\n', (byte) 0xc3, '\r'};

        assertThat(base64(bytes).bytes(LIMIT)).isEqualTo(bytes);
        assertThat(body("{\"a\":\"\\u00eb \u00eb\"} \n", false, "text/plain").bytes(LIMIT))
                .isEqualTo("{\"a\":\"\\u00eb \u00eb\"} \n".getBytes(StandardCharsets.UTF_8));
        assertThat(new RequestBody(Optional.empty(), false, Optional.empty()).bytes(LIMIT))
                .isEmpty();
    }

    @Test
    void the_size_limit_applies_to_the_decoded_bytes() {
        assertThat(base64(new byte[LIMIT]).bytes(LIMIT)).hasSize(LIMIT);
        assertProblem(ErrorCode.PAYLOAD_TOO_LARGE, () -> base64(new byte[LIMIT + 1]).bytes(LIMIT));
        assertProblem(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> body("\u00eb".repeat(LIMIT / 2 + 1), false, "text/plain").bytes(LIMIT));
        assertProblem(
                ErrorCode.MALFORMED_REQUEST,
                () -> body("no base64!", true, "application/json").bytes(LIMIT));
    }

    private static RequestBody json(String text) {
        return body(text, false, "application/json");
    }

    private static RequestBody base64(byte[] bytes) {
        return body(Base64.getEncoder().encodeToString(bytes), true, "application/json");
    }

    private static RequestBody body(String text, boolean base64, String contentType) {
        return new RequestBody(Optional.of(text), base64, Optional.of(contentType));
    }

    private static void assertProblem(ErrorCode code, ThrowingCallable read) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(read)
                .extracting(ProblemException::code)
                .isEqualTo(code);
    }
}
