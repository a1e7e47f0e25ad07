package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Segments as CSV files, as people and spreadsheets write them. */
class SegmentFilesResourceTest {
    private static final String IMPORTS = "/v1/segments/{segmentId}/imports";
    private static final String EXPORT = "/v1/segments/{segmentId}/members.csv";
    private static final String HEADER =
            "fan_id,phone,email,first_name,text_permission,email_permission,member_since\r\n";
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final ApiWorld api = new ApiWorld();

    private Answer post(byte[] file) {
        return api.send(call(file));
    }

    private static Call call(byte[] file) {
        Call call =
                Call.post(IMPORTS, ApiWorld.SEGMENT)
                        .text("text/csv", Base64.getEncoder().encodeToString(file));
        call.event.setIsBase64Encoded(true);
        return call;
    }

    private Answer post(String file) {
        return post(file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<@Nullable Object> results(Answer answer) {
        return answer.list("lines").stream()
                .<@Nullable Object>map(line -> line.get("result"))
                .toList();
    }

    private static String problems(Answer answer) {
        return answer.list("lines").stream()
                .map(line -> String.valueOf(line.get("problems")))
                .collect(Collectors.joining("\n"));
    }

    private Optional<String> nameOf(String email) {
        return api.world
                .fans
                .findIdentity(
                        api.world.project,
                        api.world
                                .identities
                                .of(api.world.project, new EmailAddress(email))
                                .identity())
                .flatMap(known -> known.fan())
                .flatMap(id -> api.world.fans.find(api.world.project, id))
                .flatMap(Fan::firstName)
                .map(FirstName::text);
    }

    @Test
    void every_encoding_that_programs_save_is_read() {
        String file = "email;first_name\r\n%s@fans.example;Zoë\r\n";
        byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

        assertThat(post(file.formatted("a")).status()).isEqualTo(200);
        post(joined(mark, file.formatted("b").getBytes(StandardCharsets.UTF_8)));
        post(file.formatted("c").getBytes(StandardCharsets.ISO_8859_1));
        post(file.formatted("d").replace('ë', '–').getBytes(WINDOWS));
        // writes a mark
        post(file.formatted("e").getBytes(StandardCharsets.UTF_16));
        post(("\uFEFF" + file.formatted("f")).getBytes(StandardCharsets.UTF_16LE));
        api.send(
                Call.post(IMPORTS, ApiWorld.SEGMENT)
                        .text("text/csv; charset=utf-8", file.formatted("g")));

        for (String name : List.of("a", "b", "c", "e", "f", "g")) {
            assertThat(nameOf(name + "@fans.example")).as(name).contains("Zoë");
        }
        assertThat(nameOf("d@fans.example")).contains("Zo–");
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void every_delimiter_and_line_end_is_recognized(String delimiter) {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String file =
                    String.join(
                            end,
                            "Notes|First Name|E-Mail",
                            "",
                            "\"first, line" + end + "second; \"\"line\"\"\"|Ada|ada@fans.example",
                            "||",
                            "|Bob|bob@fans.example",
                            "");

            Answer answer = post(file.replace("|", delimiter));

            assertThat(answer.list("lines"))
                    .extracting(line -> line.get("line"))
                    .as(answer.body())
                    .containsExactly(3L, 5L, 6L);
            assertThat(answer.json())
                    .containsEntry("rejected", 1L)
                    .containsEntry("ignoredColumns", List.of("Notes"));
        }
        assertThat(nameOf("ada@fans.example")).contains("Ada");
        assertThat(nameOf("bob@fans.example")).contains("Bob");
    }

    @Test
    void the_report_says_what_happened_with_each_line_and_a_repetition_changes_nothing() {
        String file =
                """
                phone,email,first_name,consent_text,consent_text_at
                +14155550123,,,,
                '+14155550177,ada@fans.example,Ada,,
                4.15555E+09,,,,
                +14155550188,,,yes,2026-03-01
                +14155550123,ada@fans.example,,,
                +14155550199,,,,,"one, more"
                """;

        Answer first = post(file);
        Answer second = post(file);

        assertThat(results(first))
                .containsExactly(
                        "already_member", "added", "rejected", "rejected", "rejected", "rejected");
        assertThat(problems(first))
                .contains(
                        "format the column as text",
                        "consent_text_source",
                        "consent_text_wording",
                        "belongs to the fan",
                        "has 6 cells for 5 columns")
                .doesNotContain("+14155550177", "4.15555E", "ada@");
        assertThat(first.list("lines").get(1))
                .containsEntry("fanCreated", true)
                .containsEntry("stored", List.of("phone", "email", "first_name"));
        assertThat(second.list("lines").get(1))
                .containsEntry("result", "already_member")
                .containsEntry("fanCreated", false)
                .containsEntry("stored", List.of());
        assertThat(second.json())
                .containsEntry("added", 0L)
                .containsEntry("alreadyMembers", 2L)
                .containsEntry("rejected", 4L)
                .containsEntry("continueAtLine", null);
    }

    @Test
    void an_import_continues_at_a_line() {
        String file = "email\na@fans.example\nb@fans.example\n";
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);

        Answer rest = api.send(call(bytes).query("fromLine", "3"));

        assertThat(rest.list("lines")).extracting(line -> line.get("line")).containsExactly(3L);
        for (String line : List.of("0", "-1", "x", "", "99999999999")) {
            assertThat(api.send(call(bytes).query("fromLine", line)).pointers())
                    .containsExactly("/fromLine");
        }
    }

    /** A continued import has another address, so it is no repetition. */
    @Test
    void an_idempotency_key_belongs_to_one_part_of_a_file() {
        byte[] file = "email\na@fans.example\nb@fans.example\n".getBytes(StandardCharsets.UTF_8);
        api.send(call(file).header("Idempotency-Key", "k"));

        assertThat(
                        api.send(call(file).header("Idempotency-Key", "k").query("fromLine", "3"))
                                .text("code"))
                .isEqualTo("idempotency_key_reused");
        assertThat(results(api.send(call(file).header("Idempotency-Key", "k"))))
                .containsExactly("added", "added");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email\n\"a@fans.example\nb@fans.example\n",
                "email,first_name\n\"a@fans.example,Ada\nb@fans.example,\"Bob\"\n",
                "\"email\na@fans.example\n",
                "email\na@fans.example\u0000\n",
                "email\n\"a\"b@fans.example\n",
                "email\n\uFFFD@fans.example\n"
            })
    void a_broken_file_is_rejected_before_anything_is_stored(String file) {
        Answer answer = post(file);

        assertThat(answer.text("code")).isEqualTo("malformed_request");
        assertThat(answer.body()).doesNotContain("fans.example");
        assertThat(nameOf("a@fans.example")).isEmpty();
        assertThat(
                        api.world
                                .catalog
                                .members(
                                        api.world.project,
                                        new SegmentId(ApiWorld.SEGMENT),
                                        Optional.empty(),
                                        10)
                                .items())
                .hasSize(1);
    }

    @Test
    void utf_16_without_a_mark_is_explained() {
        assertThat(post("email\na@fans.example\n".getBytes(StandardCharsets.UTF_16LE)).body())
                .contains("UTF-16 without a byte order mark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "+14155550123,ada@fans.example\n",
                "first_name\nAda\n",
                "phone\temail\tPhone\n+14155550177\t\t\n",
                "email,E-Mail\na@fans.example,b@fans.example\n"
            })
    void a_file_without_a_usable_header_is_rejected(String file) {
        assertThat(post(file).text("code")).isEqualTo("invalid_request");
    }

    @Test
    void a_file_with_a_header_only_is_empty() {
        assertThat(post("phone\n").json())
                .containsEntry("added", 0L)
                .containsEntry("lines", List.of());
    }

    @Test
    void what_is_too_large_has_to_be_split() {
        String tooMany =
                IntStream.rangeClosed(0, ImportFile.MAX_LINES)
                        .mapToObj(i -> "fan" + i + "@fans.example")
                        .collect(Collectors.joining("\n", "email\n", "\n"));

        assertThat(post(tooMany).status()).isEqualTo(413);
        assertThat(post(tooMany).body()).contains("split it");
        assertThat(post("email\n" + "x".repeat(10 * 1024 * 1024)).status()).isEqualTo(413);
    }

    /** DynamoDB stores an item of 400 KB at most, and Base64 adds a third. */
    @Test
    void the_largest_report_can_be_kept_for_its_idempotency_key() {
        String worst = "1E9,x,x,www.example.com,x,yes,x,,,yes,x,,\n".repeat(ImportFile.MAX_LINES);
        Answer answer =
                post(
                        "phone,email,fan_id,first_name,time_zone,consent_text,consent_text_at,"
                                + "consent_text_source,consent_text_wording,consent_email,"
                                + "consent_email_at,consent_email_source,consent_email_wording\n"
                                + worst);

        assertThat(answer.json()).containsEntry("rejected", (long) ImportFile.MAX_LINES);
        assertThat(Json.write(Map.of("body", answer.body())).length())
                .isLessThan(400 * 1024 * 3 / 4 - 1024);
    }

    @Test
    void another_projects_segment_is_neither_exported_nor_imported_to() {
        String other = api.otherProject();

        assertThat(api.send(call("email\n".getBytes(StandardCharsets.UTF_8)).key(other)).status())
                .isEqualTo(404);
        assertThat(api.send(Call.get(EXPORT, ApiWorld.SEGMENT).key(other)).status()).isEqualTo(404);
    }

    @Test
    void an_export_is_one_file_in_pages() {
        post(
                "email,first_name\n"
                        + "=1+1@fans.example,\"@SUM(A1), \"\"x\"\"\"\n"
                        + "bob@fans.example,-2+3\n");

        Answer whole = api.send(Call.get(EXPORT, ApiWorld.SEGMENT));
        Answer first = api.send(Call.get(EXPORT, ApiWorld.SEGMENT).query("limit", "2"));
        String link = Objects.requireNonNull(first.headers().get("Link"));
        Answer second =
                api.send(
                        Call.get(EXPORT, ApiWorld.SEGMENT)
                                .query("limit", "2")
                                .query("cursor", link.replaceAll(".*cursor=([^>]*)>.*", "$1")));

        assertThat(whole.headers()).doesNotContainKey("Link");
        assertThat(whole.headers().get("Content-Type")).startsWith("text/csv; charset=utf-8");
        assertThat(whole.body())
                .startsWith(HEADER)
                .contains(
                        ",,'=1+1@fans.example,\"'@SUM(A1), \"\"x\"\"\",none,none,",
                        ",,bob@fans.example,'-2+3,none,none,",
                        ApiWorld.FAN + ",+14155550123,,,none,none,2026-11-02T12:00:00.000Z\r\n");
        assertThat(link)
                .startsWith(
                        "<https://api.label.example/live/v1/segments/"
                                + ApiWorld.SEGMENT
                                + "/members.csv?limit=2&cursor=")
                .endsWith(">; rel=\"next\"");
        assertThat(first.body() + second.body()).isEqualTo(whole.body());
    }

    @Test
    void an_export_can_be_imported_again() {
        post("email,first_name\n=1+1@fans.example,@SUM(A1)\n");
        String other = api.send(Call.post("/v1/segments").body(Map.of("name", "Copy"))).text("id");

        Answer copied =
                api.send(
                        Call.post(IMPORTS, other)
                                .text(
                                        "text/csv",
                                        api.send(Call.get(EXPORT, ApiWorld.SEGMENT)).body()));

        assertThat(results(copied)).containsOnly("added").hasSize(2);
        assertThat(copied.list("lines"))
                .allSatisfy(line -> assertThat(line).containsEntry("stored", List.of()));
        assertThat(copied.json())
                .containsEntry(
                        "ignoredColumns",
                        List.of("text_permission", "email_permission", "member_since"));
        assertThat(
                        api.world.catalog.isMember(
                                api.world.project, new SegmentId(other), new FanId(ApiWorld.FAN)))
                .isTrue();
    }
}
