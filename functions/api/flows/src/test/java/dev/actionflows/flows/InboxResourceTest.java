package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.inbox.DeadLetters;
import dev.actionflows.domain.inbox.InboxKind;
import dev.actionflows.testkit.ApiContract;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class InboxResourceTest {
    private final ApiWorld api = new ApiWorld();

    private List<?> items() {
        return (List<?>)
                Objects.requireNonNull(api.send(Call.get("/v1/inbox")).json().get("items"));
    }

    @Test
    void a_project_that_needs_nobody_has_an_empty_inbox() {
        assertThat(api.send(Call.get("/v1/inbox")).json())
                .containsEntry("items", List.of())
                .containsEntry("complete", true);
    }

    @Test
    void an_entry_names_the_operation_that_shows_more() {
        api.world.ports.usage.add(
                new Figures(
                        Map.of(
                                new FigureKey(
                                        new FlowVersionKey(
                                                api.world.project, new FlowId(ApiWorld.FLOW), 1),
                                        LocalDate.of(2026, 11, 2)),
                                Map.of(
                                        new Figure.Steps(0, "UNKNOWN", Reason.NO_ANSWER.wireName()),
                                        3L))));
        api.send(
                Call.put("/v1/projects/{projectId}/sending", ApiWorld.PROJECT)
                        .body(Map.of("stopped", true)));

        assertThat(items())
                .extracting(it -> String.valueOf(((Map<?, ?>) it).get("see")))
                .containsExactly(
                        "/v1/projects/" + ApiWorld.PROJECT + "/sending",
                        "/v1/flows/" + ApiWorld.FLOW + "/runs?outcome=UNKNOWN&reason=no_answer");
        assertThat(items())
                .last(InstanceOfAssertFactories.MAP)
                .containsEntry("kind", "steps_unknown")
                .containsEntry("subject", ApiWorld.FLOW)
                .containsEntry("reason", "no_answer")
                .containsEntry("count", 3L)
                .containsEntry("atLeast", false)
                .containsEntry("since", "2026-11-02T00:00:00.000Z")
                .containsEntry("until", null);
    }

    @Test
    void dead_letters_of_the_deployment_are_shown_to_whoever_owns_a_project() {
        api.deadLetters.add(new DeadLetters.Count("WakeUpsDeadLetters", 2));

        assertThat(items())
                .singleElement(InstanceOfAssertFactories.MAP)
                .containsEntry("kind", "dead_letters")
                .containsEntry("subject", "WakeUpsDeadLetters")
                .containsEntry("count", 2L)
                .containsEntry("see", null);
        assertThat(api.send(Call.get("/v1/inbox").key(ApiWorld.OPERATE_KEY)).json())
                .containsEntry("items", List.of());
    }

    @Test
    void every_kind_is_documented() {
        String description =
                ApiContract.document()
                        .at("/components/schemas/InboxItem/properties/kind/description")
                        .asText();

        assertThat(InboxKind.values())
                .allSatisfy(kind -> assertThat(description).contains("`" + kind.wireName() + "`"));
    }
}
