package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sources: twilio.com/docs/usage/webhooks/webhooks-security; twilio.com/docs/api/errors/57012; the
 * validators of twilio-java (used here), twilio-python and twilio-node.
 */
class TwilioSignatureTest {
    private static final String TOKEN = "12345";
    private static final String URL = "https://example.com/webhooks/sms/prj_1";
    private static final FormParameters FORM =
            FormParameters.none()
                    .with("To", "+18005551212")
                    .with("From", "+12349013030")
                    .with("Body", " presave ");

    @Test
    void the_example_in_twilios_documentation_matches() {
        FormParameters form =
                FormParameters.none()
                        .with("CallSid", "CA1234567890ABCDE")
                        .with("Caller", "+14158675309")
                        .with("Digits", "1234")
                        .with("From", "+14158675309")
                        .with("To", "+18005551212");
        String url = "https://mycompany.com/myapp.php?foo=1&bar=2";

        assertThat(TwilioSignature.matches(url, form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", TOKEN))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/webhooks/sms/prj_1",
                "https://example.com:443/webhooks/sms/prj_1",
                "https://example.com:8443/webhooks/sms/prj_1",
                "http://localhost:4566/_aws/execute-api/abc/v1/webhooks/sms/prj_1",
                "http://example.com/",
                "http://example.com",
                "https://example.com?a=1&b=2",
                "https://user:secret@example.com/path",
                "https://[::1]:4566/path"
            })
    void twilios_own_validator_and_ours_agree_with_and_without_the_port(String url) {
        for (String signed : new String[] {url, addPort(url), removePort(url)}) {
            String signature = sign(signed + sorted(FORM), TOKEN);

            assertThat(TwilioSignature.matches(url, FORM, signature, TOKEN))
                    .as(signed)
                    .isEqualTo(new RequestValidator(TOKEN).validate(url, map(FORM), signature))
                    .isTrue();
        }
    }

    @Test
    void empty_and_unknown_parameters_count() {
        FormParameters form = FORM.with("AddOns", "").with("SomethingNew", "ü🎵");
        String signature = sign(URL + sorted(form), TOKEN);

        assertThat(TwilioSignature.matches(URL, form, signature, TOKEN)).isTrue();
        assertThat(new RequestValidator(TOKEN).validate(URL, map(form), signature)).isTrue();
        assertThat(TwilioSignature.matches(URL, FORM, signature, TOKEN)).isFalse();
    }

    /** Like twilio-python and twilio-node; twilio-java supports one value per name. */
    @Test
    void each_distinct_value_of_a_repeated_parameter_counts_once_in_sorted_order() {
        FormParameters form =
                FormParameters.none().with("a", "2").with("b", "x").with("a", "1").with("a", "2");

        assertThat(TwilioSignature.matches(URL, form, sign(URL + "a1a2bx", TOKEN), TOKEN)).isTrue();
    }

    @Test
    void parameters_are_sorted_by_name_with_upper_case_first() {
        FormParameters form = FormParameters.none().with("body", "2").with("Zip", "1");

        assertThat(TwilioSignature.matches(URL, form, sign(URL + "Zip1body2", TOKEN), TOKEN))
                .isTrue();
    }

    @Test
    void a_webhook_without_parameters_is_signed_over_its_url() {
        assertThat(TwilioSignature.matches(URL, FormParameters.none(), sign(URL, TOKEN), TOKEN))
                .isTrue();
    }

    @Test
    void the_encoding_of_the_url_is_preserved() {
        String url = "https://example.com/a%2Fb%20c?x=%7E&y=a+b";

        assertThat(TwilioSignature.matches(url, FORM, sign(url + sorted(FORM), TOKEN), TOKEN))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "another url, https://example.com/webhooks/sms/prj_2, 12345",
                "another host, https://example.org/webhooks/sms/prj_1, 12345",
                "another scheme, http://example.com/webhooks/sms/prj_1, 12345",
                "a slash more, https://example.com/webhooks/sms/prj_1/, 12345",
                "another token, https://example.com/webhooks/sms/prj_1, 12346",
                "no token, https://example.com/webhooks/sms/prj_1, ''"
            })
    void anything_but_the_signed_request_does_not_match(String what, String url, String token) {
        String signature = sign(URL + sorted(FORM), TOKEN);

        assertThat(TwilioSignature.matches(url, FORM, signature, token)).as(what).isFalse();
    }

    @Test
    void a_changed_added_dropped_or_trimmed_parameter_does_not_match() {
        String signature = sign(URL + sorted(FORM), TOKEN);

        for (String form :
                new String[] {
                    "To=%2B18005551212&From=%2B12349013030&Body=presave",
                    "To=%2B18005551212&From=%2B12349013031&Body=+presave+",
                    "To=%2B18005551212&From=%2B12349013030",
                    "To=%2B18005551212&From=%2B12349013030&Body=+presave+&x=1"
                }) {
            assertThat(TwilioSignature.matches(URL, FormParameters.decode(form), signature, TOKEN))
                    .as(form)
                    .isFalse();
        }
    }

    @Test
    void a_missing_signature_does_not_match() {
        assertThat(TwilioSignature.matches(URL, FORM, null, TOKEN)).isFalse();
        for (String signature : new String[] {"", " ", "=", "not base64 ✓", "A".repeat(100_000)}) {
            assertThat(TwilioSignature.matches(URL, FORM, signature, TOKEN)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a url", "ftp://example.com/", "https://[broken/", "/path"})
    void an_invalid_url_is_used_unchanged(String url) {
        assertThat(TwilioSignature.matches(url, FORM, sign(url + sorted(FORM), TOKEN), TOKEN))
                .isTrue();
        assertThat(TwilioSignature.matches(url, FORM, sign(URL + sorted(FORM), TOKEN), TOKEN))
                .isFalse();
    }

    private static String addPort(String url) {
        return url.matches("https?://[^/?]*:[0-9]+([/?].*)?")
                ? url
                : url.replaceFirst("(?<=//)([^/?]*)", url.startsWith("https") ? "$1:443" : "$1:80");
    }

    private static String removePort(String url) {
        return url.replaceFirst("(?<=//)([^/?]*?):[0-9]+(?=[/?]|$)", "$1");
    }

    private static Map<String, String> map(FormParameters form) {
        Map<String, String> map = new LinkedHashMap<>();
        form.all().forEach(parameter -> map.put(parameter.name(), parameter.value()));
        return map;
    }

    private static String sorted(FormParameters form) {
        StringBuilder text = new StringBuilder();
        map(form).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> text.append(entry.getKey()).append(entry.getValue()));
        return text.toString();
    }

    private static String sign(String text, String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
