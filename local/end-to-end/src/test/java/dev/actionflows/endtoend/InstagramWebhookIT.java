package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class InstagramWebhookIT {
    private static final Meta META = Meta.withApp(Deployment.express(), LocalCloud.express());

    private final Label label = Label.bare(Deployment.express());
    private final String account = Meta.id();
    private final String post = Meta.id();
    private final String fan = Meta.id();

    private Answer useAccount(Label owner, String accountId) {
        return owner.deployment.put(
                instagram(owner),
                owner.deployment.administratorKey(),
                Map.of("accountId", accountId));
    }

    private static String instagram(Label owner) {
        return "/v1/projects/" + owner.projectId + "/instagram";
    }

    private String flow(Map<String, ?> trigger) {
        return flow(label, trigger, label.segment());
    }

    private static String flow(Label owner, Map<String, ?> trigger, String segmentId) {
        Map<String, ?> document =
                Map.of(
                        "name",
                        "On Instagram",
                        "trigger",
                        trigger,
                        "steps",
                        List.of(Map.of("type", "add_to_segment", "segmentId", segmentId)));
        String id =
                Label.text(
                        owner.deployment.post("/v1/flows", owner.secretKey, document).json(201),
                        "id");
        owner.activate(id).json(200);
        return id;
    }

    private List<RunView> completed(String flow, int count) {
        return Label.eventually(
                count + " runs are completed",
                () ->
                        Optional.of(label.runs(flow))
                                .filter(
                                        runs ->
                                                runs.size() == count
                                                        && runs.stream()
                                                                .allMatch(RunView::isCompleted)));
    }

    @Test
    void meta_gets_its_challenge_for_the_verify_token_only() {
        Answer verification = META.verify(META.verifyToken(), "1158201444 <b>");

        assertThat(verification.status()).isEqualTo(200);
        assertThat(verification.contentType()).startsWith("text/plain");
        assertThat(verification.body()).isEqualTo("1158201444 <b>");
        assertThat(META.verify("guessed", "1158201444").status()).isEqualTo(403);
        assertThat(META.verify("", "1158201444").status()).isEqualTo(403);
    }

    @Test
    void a_mixed_request_delivered_concurrently_is_processed_once() throws Exception {
        Label other = Label.bare(Deployment.express());
        String otherAccount = Meta.id();
        useAccount(label, account).json(200);
        useAccount(other, otherAccount).json(200);
        String segment = label.segment();
        String onPost =
                flow(
                        label,
                        Map.of("type", "instagram.comment", "postId", post, "keyword", "LINK"),
                        segment);
        String onMessage = flow(label, Map.of("type", "instagram.dm", "keyword", "tour"), segment);
        String elsewhere = flow(other, Map.of("type", "instagram.comment"), other.segment());
        List<String> fans = List.of(Meta.id(), Meta.id(), Meta.id());
        List<Map<String, ?>> entries =
                List.of(
                        Meta.changes(
                                account,
                                List.of(
                                        Meta.comment(
                                                fans.get(0),
                                                Meta.id(),
                                                post,
                                                "the línk, please 🌊"),
                                        Map.of("field", "comments", "value", Map.of("text", "?")),
                                        Meta.comment(account, Meta.id(), post, "link"),
                                        Meta.comment(fans.get(1), Meta.id(), post, "LINK!"))),
                        Meta.messages(
                                account,
                                List.of(
                                        Meta.message(fans.get(2), "mid/" + Meta.id(), "Tour"),
                                        Map.of(
                                                "sender", Map.of("id", account),
                                                "message",
                                                        Map.of(
                                                                "mid", "1",
                                                                "text", "tour",
                                                                "is_echo", true)))),
                        Meta.changes(
                                Meta.id(), List.of(Meta.comment(fan, Meta.id(), post, "link"))),
                        Meta.changes(
                                otherAccount,
                                List.of(Meta.comment(fans.get(0), Meta.id(), post, "hello"))));

        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Callable<Answer>> deliveries = Collections.nCopies(20, () -> META.send(entries));
            for (Future<Answer> delivery : threads.invokeAll(new ArrayList<>(deliveries))) {
                assertThat(delivery.get().status()).isEqualTo(200);
            }
        }

        assertThat(completed(onPost, 2)).extracting(RunView::fanId).doesNotHaveDuplicates();
        assertThat(completed(onMessage, 1).getFirst().steps())
                .containsExactly("add_to_segment COMPLETED added");
        other.runWhen(elsewhere, "the run of the other account's fan", RunView::isCompleted);
        assertThat(
                        Label.list(
                                label.deployment
                                        .get(
                                                "/v1/segments/" + segment + "/members",
                                                label.secretKey)
                                        .json(200),
                                "items"))
                .hasSize(3);
    }

    @Test
    void a_wrong_signature_is_rejected_and_nothing_is_stored() {
        useAccount(label, account).json(200);
        String flow = flow(Map.of("type", "instagram.comment"));
        byte[] body =
                Meta.body(
                        List.of(
                                Meta.changes(
                                        account,
                                        List.of(Meta.comment(fan, Meta.id(), post, "hello")))));
        byte[] changed =
                new String(body, StandardCharsets.US_ASCII)
                        .replace("hello", "Hello")
                        .getBytes(StandardCharsets.US_ASCII);

        assertThat(META.send(body, null).status()).isEqualTo(403);
        assertThat(META.send(body, "").status()).isEqualTo(403);
        assertThat(META.send(changed, META.signature(body)).status()).isEqualTo(403);
        Answer answer = META.send(body, "sha256=" + "0".repeat(64));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(label.runs(flow)).isEmpty();
    }

    @Test
    void an_account_moves_to_another_project_only_after_its_release() {
        Label next = Label.bare(Deployment.express());
        useAccount(label, account).json(200);
        assertThat(useAccount(next, account).status()).isEqualTo(409);

        assertThat(
                        Deployment.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                label.deployment.baseUrl()
                                                                        + instagram(label)))
                                                .header(
                                                        "Authorization",
                                                        "Bearer " + label.secretKey)
                                                .DELETE())
                                .json(200)
                                .get("accountId"))
                .isNull();
        useAccount(next, account).json(200);
        String before = flow(Map.of("type", "instagram.dm"));
        String now = flow(next, Map.of("type", "instagram.dm"), next.segment());

        META.send(
                List.of(
                        Meta.messages(
                                account, List.of(Meta.message(fan, "mid-" + Meta.id(), "hi")))));

        next.runWhen(now, "the run of the account's new project", RunView::isCompleted);
        assertThat(label.runs(before)).isEmpty();
    }

    @Test
    void a_project_cannot_assign_itself_an_account() {
        Answer answer =
                label.deployment.put(
                        instagram(label), label.secretKey, Map.of("accountId", account));

        assertThat(answer.json(403)).containsEntry("code", "not_allowed");
        assertThat(label.deployment.get(instagram(label), label.secretKey).json(200))
                .containsEntry("accountId", null);
    }

    @Test
    void a_basic_project_gets_no_account() {
        Map<String, Object> project =
                Map.of(
                        "name",
                        "Small Harbour",
                        "plan",
                        "BASIC",
                        "publicBaseUrl",
                        label.deployment.baseUrl());
        Map<String, @Nullable Object> made =
                label.deployment
                        .post("/v1/projects", label.deployment.administratorKey(), project)
                        .json(201);

        Answer answer =
                label.deployment.put(
                        "/v1/projects/" + Label.text(made, "id") + "/instagram",
                        label.deployment.administratorKey(),
                        Map.of("accountId", account));

        assertThat(answer.json(403)).containsEntry("code", "not_allowed");
    }

    @Test
    void a_stop_on_instagram_ends_texts_until_the_fan_opts_in_by_text() {
        useAccount(label, account).json(200);
        label.setNumber();
        String onMessage = flow(Map.of("type", "instagram.dm", "keyword", "tour"));
        message("tour");
        String person = completed(onMessage, 1).getFirst().fanId();
        String phone = Label.phoneNumberInDaytime();
        event(
                Map.of(
                        "type",
                        "sms.opted_in",
                        "fanId",
                        person,
                        "phone",
                        phone,
                        "consent",
                        Map.of("wording", "Text me; STOP ends it.", "version", "1")));
        assertThat(textAfterPreSave(person)).containsExactly("send_text COMPLETED accepted");
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);

        message("STOP");

        assertThat(textAfterPreSave(person)).containsExactly("send_text SKIPPED stopped");
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);
        label.text(phone, "START");
        assertThat(textAfterPreSave(person)).containsExactly("send_text COMPLETED accepted");
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(2);
    }

    private void message(String text) {
        Answer answer =
                META.send(
                        List.of(
                                Meta.messages(
                                        account, List.of(Meta.message(fan, Meta.id(), text)))));
        assertThat(answer.status()).isEqualTo(200);
    }

    private void event(Map<String, ?> event) {
        label.deployment.post("/v1/events", label.secretKey, event).json(200);
    }

    /** The outcome of a text after a pre-save reported by a server. */
    private List<String> textAfterPreSave(String person) {
        String release = label.upcomingRelease();
        String flow =
                label.activeFlow(
                        Map.of("type", "release.presaved", "releaseId", release),
                        List.of(Label.sendText()));
        event(Map.of("type", "release.presaved", "fanId", person, "releaseId", release));
        return label.runWhen(flow, "the run has ended", RunView::hasEnded).steps();
    }
}
