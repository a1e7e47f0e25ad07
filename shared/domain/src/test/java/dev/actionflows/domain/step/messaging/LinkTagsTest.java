package dev.actionflows.domain.step.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What saving a flow checks about the links in its link messages. */
class LinkTagsTest {
    private static final String CONNECT = "News{{#connect_link}} {{connect_link}}{{/connect_link}}";
    private static final String RELEASE = "News{{#release_link}} {{release_link}}{{/release_link}}";

    private final World world = new World();

    private static Step text(String template) {
        return new Step.SendText(new MessageTemplate(template), OnUnmet.HOLD, true);
    }

    private Step preSave(Release release) {
        return new Step.PreSave(release.id(), OnUnmet.DEFER);
    }

    private Release without(ProviderIds ids) {
        Release release =
                new Release(
                        ReleaseId.from(world.ids),
                        "High Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-24"),
                        ids,
                        world.clock.instant());
        world.catalog.create(world.project, release);
        return release;
    }

    private FlowDefinition definition(Step... steps) {
        return world.definition("LINK", OnFailure.CONTINUE, steps);
    }

    private void assertViolation(String pointer, String detail, FlowDefinition definition) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> world.flows.create(world.project, definition))
                .satisfies(
                        problem -> {
                            assertThat(problem.violations())
                                    .extracting(Violation::pointer)
                                    .containsExactly(pointer);
                            assertThat(problem.violations().getFirst().detail()).contains(detail);
                        });
    }

    @Test
    void a_link_message_needs_a_link() {
        assertViolation(
                "/steps/1/text",
                "must contain a link",
                definition(preSave(world.release), text("News of {{release_title}}")));
        assertViolation(
                "/steps/1/body",
                "must contain a link",
                definition(
                        preSave(world.release),
                        new Step.SendEmail(
                                new MessageTemplate("News"),
                                new MessageTemplate("News"),
                                OnUnmet.HOLD,
                                true)));
        assertThat(
                        world.flows.create(
                                world.project, definition(preSave(world.release), text(CONNECT))))
                .isNotNull();
    }

    @Test
    void a_link_to_another_release_is_no_help() {
        Release other = without(World.ALBUM);
        FlowDefinition ofOther =
                new FlowDefinition(
                        "Other",
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_ADDED_TO_LIBRARY,
                                Optional.of(other.id()),
                                Optional.empty()),
                        List.of(preSave(world.release), text(RELEASE)),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE);

        assertViolation("/steps/1/text", "another release", ofOther);
        assertThat(
                        world.flows.create(
                                world.project, definition(preSave(world.release), text(RELEASE))))
                .isNotNull();
    }

    @Test
    void a_release_without_an_id_is_a_warning() {
        Release early = without(new ProviderIds(Map.of()));
        Flow flow =
                world.flows.create(
                        world.project, definition(preSave(early), text(CONNECT + RELEASE)));

        assertThat(world.flows.warnings(world.project, flow))
                .filteredOn(it -> it.pointer().equals("/steps/1"))
                .singleElement()
                .satisfies(it -> assertThat(it.detail()).contains("{{release_link}} is absent"));
    }
}
