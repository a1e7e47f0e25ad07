package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** A person signs in as a browser does, and programs use keys of the same roles. */
class SignInIT {
    private final Deployment deployment = Deployment.express();
    private final Label label = Label.bare(deployment);
    private final String project = "/v1/projects/" + label.projectId;

    @Test
    void a_person_signs_in_reads_is_refused_by_role_and_is_out_when_the_key_is_replaced()
            throws Exception {
        String key = rotate("edit");

        HttpResponse<String> signedIn = send("POST", "/v1/session", "", Map.of("key", key));
        assertThat(signedIn.statusCode()).isEqualTo(201);
        assertThat(Json.readObject(signedIn.body()))
                .containsEntry("projectId", label.projectId)
                .containsEntry("projectName", "Night Harbour")
                .containsEntry("role", "edit");
        String set = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set).contains("; Secure", "; HttpOnly", "; SameSite=Strict");
        String cookie = "theme=dark; " + set.substring(0, set.indexOf(';'));

        assertThat(send("GET", "/v1/session", cookie, null).body()).isEqualTo(signedIn.body());
        assertThat(send("GET", "/v1/flows", cookie, null).statusCode()).isEqualTo(200);
        assertThat(send("POST", "/v1/segments", cookie, Map.of("name", "Front Row")).statusCode())
                .isEqualTo(201);
        HttpResponse<String> refused =
                send("POST", project + "/keys/operate/rotate", cookie, Map.of());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("requires the role own", "has the role edit");

        HttpResponse<String> signedOut = send("DELETE", "/v1/session", cookie, null);
        assertThat(signedOut.statusCode()).isEqualTo(204);
        assertThat(signedOut.headers().firstValue("Set-Cookie")).get().asString().contains("=;");

        String next = rotate("edit");
        assertThat(send("GET", "/v1/session", cookie, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/v1/flows", cookie, null).statusCode()).isEqualTo(401);
        assertThat(send("POST", "/v1/session", "", Map.of("key", key)).statusCode()).isEqualTo(401);
        assertThat(send("POST", "/v1/session", "", Map.of("key", next)).statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_program_uses_the_key_of_a_role_for_what_it_permits() {
        String look = rotate("look");

        assertThat(deployment.get("/v1/flows", look).status()).isEqualTo(200);
        assertThat(deployment.post("/v1/segments", look, Map.of("name", "Mine")).status())
                .isEqualTo(403);
        assertThat(deployment.post("/v1/events", look, Map.of("type", "sms.opted_in")).status())
                .isEqualTo(403);
    }

    /** What keeps the header of the console from the pages of other origins. */
    @Test
    void the_management_api_answers_no_preflight() throws Exception {
        HttpRequest.Builder preflight =
                HttpRequest.newBuilder(URI.create(deployment.baseUrl() + "/v1/session"))
                        .header("Origin", "https://elsewhere.example")
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "x-requested-by")
                        .method("OPTIONS", BodyPublishers.noBody());

        HttpResponse<String> answer = send(preflight);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }

    private String rotate(String kind) {
        return String.valueOf(
                deployment
                        .post(
                                project + "/keys/" + kind + "/rotate",
                                label.secretKey,
                                Map.of("revokeOldAfter", "PT0S"))
                        .json(201)
                        .get("key"));
    }

    /** A request of the console. */
    private HttpResponse<String> send(
            String method, String path, String cookie, @Nullable Map<String, ?> body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(deployment.baseUrl() + path))
                        .header("X-Requested-By", "console")
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(Json.write(body)));
        return send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return Deployment.HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
