package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

class ReleaseWarningsTest {
    private final World world = new World();
    private final Step preSave = new Step.PreSave(world.release.id(), OnUnmet.DEFER);
    private final Step add =
            new Step.AddToLibrary(new LibraryItem.Album(world.release.id()), OnUnmet.DEFER);

    private static WaitStep wait(World world, boolean named) {
        return new WaitStep(
                new WaitTime.ReleaseDay(
                        Optional.of(world.release.id()).filter(_ -> named),
                        LocalTime.of(9, 0),
                        Optional.of(ZoneId.of("Europe/Berlin"))));
    }

    private void move(String date) {
        world.application
                .management()
                .catalog()
                .move(
                        world.project,
                        world.release.id(),
                        ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow());
    }

    private List<Violation> warnings(Step... steps) {
        return world
                .flows
                .warnings(
                        world.project,
                        world.flows.create(
                                world.project, world.definition("news", OnFailure.CONTINUE, steps)))
                .stream()
                .filter(it -> !it.detail().contains("Apple Music"))
                .toList();
    }

    @Test
    void a_release_with_a_day_needs_no_warning() {
        move("2026-11-20");

        assertThat(warnings(preSave, wait(world, true), add)).isEmpty();
    }

    @Test
    void a_wait_for_a_release_without_a_day_says_when_it_ends() {
        move("2026-12");

        List<Violation> warnings = warnings(preSave, wait(world, true), add);

        assertThat(warnings)
                .extracting(Violation::pointer)
                .containsExactly("/steps/1/until", "/steps/2/releaseId");
        assertThat(warnings)
                .allSatisfy(
                        it -> assertThat(it.detail()).contains("2026-12", "not before 2027-01-01"));
    }

    @Test
    void the_release_that_the_flow_is_about_counts_if_the_wait_names_none() {
        move("2027");

        assertThat(warnings(preSave, wait(world, false)))
                .extracting(Violation::pointer)
                .containsExactly("/steps/1/until");
    }

    @Test
    void a_period_that_has_passed_needs_no_warning() {
        move("2026-10");

        assertThat(warnings(wait(world, true), add)).isEmpty();
    }

    @Test
    void each_step_about_a_cancelled_release_is_warned_of() {
        world.application.management().catalog().cancel(world.project, world.release.id());

        List<Violation> warnings = warnings(preSave, wait(world, true), add);

        assertThat(warnings)
                .extracting(Violation::pointer)
                .containsExactly("/steps/0", "/steps/1", "/steps/2");
        assertThat(warnings)
                .allSatisfy(it -> assertThat(it.detail()).contains("PUT /v1/releases/"));
    }
}
