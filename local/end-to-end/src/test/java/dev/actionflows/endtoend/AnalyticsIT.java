package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a label's team sees of what its flows and fans did, compared with what happened. */
class AnalyticsIT {
    private final Label label = Label.ready(Deployment.express());

    private Map<String, @Nullable Object> get(String path) {
        return label.deployment.get(path, label.secretKey).json(200);
    }

    private Map<String, @Nullable Object> stats(String flow) {
        return get("/v1/flows/" + flow + "/stats");
    }

    private static Map<?, ?> object(Map<String, ? extends @Nullable Object> json, String name) {
        return json.get(name) instanceof Map<?, ?> object ? object : Map.of();
    }

    private boolean isClicked(String flow) {
        return Long.valueOf(1).equals(object(stats(flow), "messages").get("clicked"));
    }

    @Test
    void runs_outcomes_messages_clicks_and_fans_are_counted_once() {
        String flow = label.activeFlow("HELLO", List.of(label.addToSegment(), Label.sendText()));
        List<String> phones = Label.phoneNumbers(3);
        phones.forEach(phone -> label.text(phone, "hello"));
        label.text(phones.getFirst(), "hello");
        label.text(phones.get(1), "nobody listens to this");
        Label.eventually(
                "four runs are completed",
                () ->
                        Optional.of(label.runs(flow))
                                .filter(runs -> runs.size() == 4)
                                .filter(runs -> runs.stream().allMatch(RunView::isCompleted)));
        String link =
                FanBrowser.linkIn(Providers.texts(label.accountSid, phones.get(1)).getFirst());
        FanBrowser fan = new FanBrowser();
        assertThat(fan.visit(link).status()).isEqualTo(200);
        assertThat(fan.post(link, "null", Map.of()).status()).isEqualTo(204);

        Label.eventually(
                "everything is counted",
                () ->
                        Optional.of(stats(flow))
                                .filter(
                                        it ->
                                                Long.valueOf(4)
                                                        .equals(
                                                                object(it, "runs")
                                                                        .get("completed")))
                                .filter(_ -> isClicked(flow)));

        Map<String, @Nullable Object> stats = stats(flow);
        assertThat(object(stats, "runs").get("started")).isEqualTo(4L);
        assertThat(object(stats, "runs").get("running")).isEqualTo(0L);
        assertThat(object(stats, "messages").get("sent")).isEqualTo(4L);
        assertThat(object(stats, "messages").get("opened")).isEqualTo(0L);
        assertThat(object(stats, "messages").get("credits")).isEqualTo(credits());
        assertThat(stepsOfTheFirstVersion(stats))
                .extracting(it -> it.get("type") + " " + it.get("completed"))
                .containsExactly("add_to_segment 4", "send_text 4");
        assertThat(Label.list(stats, "days")).isNotEmpty();
        assertThat(lines("/v1/flows/" + flow + "/stats.csv"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .endsWith(",1,0,add_to_segment,steps,COMPLETED,added,4"));

        Label.eventually(
                "the fans' texts are counted",
                () -> Optional.of(fansWhoActed()).filter(List.of(3L, 2L, 0L, 0L, 0L)::equals));
        assertThat(lines("/v1/projects/" + label.projectId + "/funnel.csv"))
                .contains("actions_1,3", "actions_2,2", "sms.keyword,3");
    }

    private static List<Map<?, ?>> stepsOfTheFirstVersion(Map<String, @Nullable Object> stats) {
        List<Map<?, ?>> steps = new ArrayList<>();
        if (stats.get("versions") instanceof List<?> versions
                && versions.getFirst() instanceof Map<?, ?> version
                && version.get("steps") instanceof List<?> documents) {
            documents.forEach(it -> steps.add((Map<?, ?>) it));
        }
        return steps;
    }

    private Object credits() {
        return String.valueOf(get("/v1/usage").get("credits")).transform(Long::valueOf);
    }

    private List<@Nullable Object> fansWhoActed() {
        List<@Nullable Object> fans = new ArrayList<>();
        Label.list(get("/v1/projects/" + label.projectId + "/funnel"), "actions")
                .forEach(it -> fans.add(it.get("fans")));
        return fans;
    }

    private List<String> lines(String path) {
        Answer answer = label.deployment.get(path, label.secretKey);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().lines().toList();
    }
}
