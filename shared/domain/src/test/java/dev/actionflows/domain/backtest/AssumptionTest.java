package dev.actionflows.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Optional;

class AssumptionTest {
    private final World world = new World();
    private final Flow onText = draft(Trigger.SmsKeyword.of("tour"));
    private final Flow onSave =
            draft(
                    new Trigger.OfRelease(
                            TriggerType.RELEASE_SAVED,
                            Optional.of(world.release.id()),
                            Optional.empty()));

    private Flow draft(Trigger trigger) {
        return world.flows.create(
                world.project,
                new FlowDefinition(
                        "Draft",
                        trigger,
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    private List<Assumption> assumptions(Flow played, Flow live) {
        return Assumption.of(
                new BacktestPlan(
                        world.projects.find(world.project).orElseThrow(),
                        played,
                        live,
                        world.clock.instant(),
                        world.clock.instant(),
                        world.clock.instant()));
    }

    @Test
    void texts_are_stored_even_if_no_flow_listens() {
        assertThat(assumptions(onText, onText))
                .hasSize(Assumption.values().length - 2)
                .doesNotContain(Assumption.EVENTS_AS_STORED, Assumption.LINKS_AS_NOW);
    }

    @Test
    void what_flows_lead_to_is_stored_only_where_a_flow_listened() {
        assertThat(assumptions(onSave, onSave))
                .hasSize(Assumption.values().length - 2)
                .contains(Assumption.EVENTS_AS_STORED)
                .doesNotContain(Assumption.STRANGERS_LEFT_OUT, Assumption.LINKS_AS_NOW);
    }

    @Test
    void the_stored_document_is_played_as_well() {
        Flow change = onSave.withDefinition(onText.definition(), world.clock.instant());

        assertThat(assumptions(change, onSave))
                .contains(Assumption.EVENTS_AS_STORED, Assumption.STRANGERS_LEFT_OUT);
    }

    @Test
    void which_links_were_sent_is_assumed_of_flows_that_send_some() {
        Flow linking =
                onSave.withDefinition(
                        new FlowDefinition(
                                "Linking",
                                onText.definition().trigger(),
                                List.of(
                                        new Step.PreSave(world.release.id(), OnUnmet.SKIP),
                                        new Step.SendText(
                                                new MessageTemplate("{{connect_link}}"),
                                                OnUnmet.SKIP,
                                                true)),
                                ReEntry.EVERY_EVENT,
                                OnFailure.CONTINUE),
                        world.clock.instant());

        assertThat(assumptions(linking, onSave)).containsExactly(Assumption.values());
    }

    @Test
    void the_plan_is_assumed_to_include_the_trigger() {
        assertThat(Assumption.FLOW_LISTENED.text()).contains("the plan included its trigger");
    }

    @Test
    void a_direct_message_has_only_the_keyword_by_which_a_flow_took_it() {
        assertThat(Assumption.WORDS_AS_STORED.text())
                .contains("of a direct message only the keyword by which a flow took it")
                .contains("photos from before their kind was stored");
    }

    @ParameterizedTest
    @EnumSource(StepType.class)
    void what_a_step_leads_to_is_not_always_stored(StepType step) {
        assertThat(world.application.steps().of(step).causes())
                .noneMatch(Assumption::isAlwaysStored);
    }
}
