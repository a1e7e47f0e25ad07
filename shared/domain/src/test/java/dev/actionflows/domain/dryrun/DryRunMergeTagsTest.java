package dev.actionflows.domain.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Set;

/** Dry runs of messages with tags. */
class DryRunMergeTagsTest {
    private static final SampleFan UNCONNECTED =
            new SampleFan.MadeUp(true, true, true, false, Set.of());

    private final World world = new World();
    private final Flow flow =
            world.activeFlow(
                    "TAGS",
                    OnFailure.CONTINUE,
                    new Step.PreSave(world.release.id(), OnUnmet.SKIP),
                    new Step.SendText(
                            new MessageTemplate(
                                    "{{first_name}}{{^first_name}}You{{/first_name}}:"
                                            + " {{release_title}} by {{artist_name}}"
                                            + "{{#release_link}}, {{release_link}}"
                                            + "{{/release_link}}"),
                            OnUnmet.HOLD));

    /** A link that opens nothing. */
    private static final String SHOWN = new LinkAddress(LinkCode.of(""), LinkTarget.RELEASE).text();

    private DryRun play(SampleFan fan) {
        return new DryRunService(world.ports)
                .play(
                        world.projects.find(world.project).orElseThrow(),
                        flow,
                        fan,
                        Optional.empty(),
                        world.clock.instant());
    }

    @Test
    void messages_of_made_up_and_of_known_fans_have_their_tags_filled_in() {
        String rest = ": Low Tide by Night Harbour," + " https://flows.example.com/l/" + SHOWN;
        FanId fan = world.fan(World.FAN_NUMBER);

        assertThat(text(play(UNCONNECTED))).isEqualTo("Ada" + rest);
        assertThat(text(play(new SampleFan.MadeUp(true, true, true, false, true, false, Set.of()))))
                .isEqualTo("You" + rest);
        assertThat(text(play(new SampleFan.Known(fan)))).isEqualTo("You" + rest);
        world.fans.setFirstName(
                world.project,
                world.fans.find(world.project, fan).orElseThrow(),
                new FirstName("Grace"));
        assertThat(text(play(new SampleFan.Known(fan)))).isEqualTo("Grace" + rest);
    }

    private static String text(DryRun dryRun) {
        return ((PlannedEffect.Text) dryRun.steps().getLast().effects().getFirst()).body();
    }
}
