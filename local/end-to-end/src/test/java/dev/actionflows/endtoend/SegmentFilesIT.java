package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A label imports a list of fans, exports its segment, and removes a fan. */
class SegmentFilesIT {
    private final Label label = Label.bare(Deployment.express());
    private final String segment =
            Label.text(
                    label.deployment
                            .post("/v1/segments", label.secretKey, Map.of("name", "Oslo"))
                            .json(201),
                    "id");

    private Answer imported(String file, Charset encoding) {
        return Deployment.send(
                request("/imports")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofByteArray(file.getBytes(encoding))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create(label.deployment.baseUrl() + "/v1/segments/" + segment + path))
                .header("Authorization", "Bearer " + label.secretKey);
    }

    @Test
    void a_file_of_a_spreadsheet_is_imported_exported_and_a_fan_removed() {
        List<String> phones = Label.phoneNumbers(2);
        String file =
                "Phone;First name\r\n%s;Zoë\r\n%s;Bjørn\r\n4,15555E+09;Ada\r\n"
                        .formatted(phones.get(0), phones.get(1));

        Map<String, @Nullable Object> report =
                imported(file, StandardCharsets.ISO_8859_1).json(200);
        Map<String, @Nullable Object> again = imported(file, StandardCharsets.UTF_8).json(200);

        assertThat(report).containsEntry("added", 2L).containsEntry("rejected", 1L);
        assertThat(again).containsEntry("added", 0L).containsEntry("alreadyMembers", 2L);
        assertThat(exported())
                .startsWith("fan_id,phone,email,first_name,")
                .contains("," + phones.get(0) + ",,Zoë,none,none,")
                .contains("," + phones.get(1) + ",,Bjørn,none,none,");

        String removed = String.valueOf(Label.list(report, "lines").getFirst().get("fanId"));
        assertThat(Deployment.send(request("/members/" + removed).DELETE()).status())
                .isEqualTo(204);
        assertThat(exported()).doesNotContain(phones.get(0)).contains(phones.get(1));
        assertThat(
                        label.deployment
                                .get("/v1/segments/" + segment + "/members/count", label.secretKey)
                                .json(200))
                .containsEntry("count", 1L);
    }

    private String exported() {
        Answer answer = Deployment.send(request("/members.csv").GET());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/csv");
        return answer.body();
    }
}
