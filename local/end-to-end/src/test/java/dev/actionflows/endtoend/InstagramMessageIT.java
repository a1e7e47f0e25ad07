package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Flows that answer fans on Instagram. */
class InstagramMessageIT {
    private static final Meta META = Meta.withApp(Deployment.express(), LocalCloud.express());

    private final Label label = Label.bare(Deployment.express());
    private final String account = Meta.id();
    private final String fan = Meta.id();

    private Map<String, @Nullable Object> useAccount(Map<String, ?> body) {
        return label.deployment
                .put(
                        "/v1/projects/" + label.projectId + "/instagram",
                        label.deployment.administratorKey(),
                        body)
                .json(200);
    }

    private Map<String, @Nullable Object> useToken(String token) {
        return useAccount(Map.of("accountId", account, "accessToken", token));
    }

    private String flow(Map<String, Object> trigger, String... texts) {
        return label.activeFlow(
                trigger,
                List.of(texts).stream()
                        .map(
                                text ->
                                        Map.<String, Object>of(
                                                "type", "send_instagram_dm", "text", text))
                        .toList());
    }

    private void deliver(Map<String, ?> entry) {
        assertThat(META.send(List.of(entry)).status()).isEqualTo(200);
    }

    private void write(String text) {
        deliver(Meta.messages(account, List.of(Meta.messageNow(fan, Meta.id(), text))));
    }

    @Test
    void a_fan_who_writes_gets_an_answer() {
        assertThat(useToken("a-long-lived-access-token")).containsEntry("messages", "connected");
        String flow = flow(Map.of("type", "instagram.dm", "keyword", "tour"), "Hi!", "And bye 🎵");

        write("tour");

        assertThat(label.runWhen(flow, "the run has ended", RunView::hasEnded).steps())
                .containsExactly(
                        "send_instagram_dm COMPLETED accepted",
                        "send_instagram_dm COMPLETED accepted");
        assertThat(Providers.directMessages(account))
                .containsExactly(
                        Map.of("recipient", Map.of("id", fan), "message", Map.of("text", "Hi!")),
                        Map.of(
                                "recipient",
                                Map.of("id", fan),
                                "message",
                                Map.of("text", "And bye 🎵")));
    }

    @Test
    void a_commenter_gets_one_private_reply() {
        useToken("a-long-lived-access-token");
        String comment = Meta.id();
        String flow = flow(Map.of("type", "instagram.comment"), "Thanks!", "More");

        deliver(
                Meta.changes(
                        account, List.of(Meta.comment(fan, comment, Meta.id(), "great song"))));

        assertThat(label.runWhen(flow, "the run has ended", RunView::hasEnded).steps())
                .containsExactly(
                        "send_instagram_dm COMPLETED accepted",
                        "send_instagram_dm SKIPPED already_replied");
        assertThat(Providers.directMessages(account))
                .containsExactly(
                        Map.of(
                                "recipient",
                                Map.of("comment_id", comment),
                                "message",
                                Map.of("text", "Thanks!")));
    }

    @Test
    void an_ended_authorization_holds_messages_until_there_is_a_new_token() {
        useToken("stub-dead-token-00000");
        String flow = flow(Map.of("type", "instagram.dm", "keyword", "tour"), "Hi!");
        write("tour");
        label.runWhen(
                flow,
                "the step waits",
                run ->
                        run.steps()
                                .equals(List.of("send_instagram_dm WAITING account_disconnected")));

        assertThat(useToken("a-renewed-access-token")).containsEntry("messages", "connected");

        assertThat(label.runWhen(flow, "the run has ended", RunView::hasEnded).steps())
                .containsExactly("send_instagram_dm COMPLETED accepted");
    }
}
