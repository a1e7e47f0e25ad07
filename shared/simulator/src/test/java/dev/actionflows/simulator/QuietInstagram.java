package dev.actionflows.simulator;

import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Trigger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What fans write on Instagram in a quiet history: words to which a flow listens, other ones, and
 * photos; on the post to which a flow listens, and on another one.
 *
 * @param instagram the production's
 */
record QuietInstagram(InstagramReceiver instagram, InstantSource clock) {
    private static final String POST = "17895695668004550";
    private static final String OTHER_POST = "17895695668004551";
    private static final String CHAT = "what a song";
    private static final String PHOTO = "";

    /** The triggers that take what no more specific one does, by a name for their flows. */
    static final Map<String, Trigger> GENERAL =
            Map.of(
                    "any message",
                    new InstagramTrigger.Dm(Optional.empty(), Optional.empty()),
                    "any comment",
                    new InstagramTrigger.Comment(
                            Optional.empty(), Optional.empty(), Optional.empty()),
                    "comments on a post",
                    new InstagramTrigger.Comment(
                            Optional.of(POST), Optional.empty(), Optional.empty()));

    void message(SimulatedFan who, String id, Chance chance) {
        receive(
                new InstagramEvent.DirectMessage(
                        SampleProject.INSTAGRAM,
                        who.instagramAccount(),
                        id,
                        chance.of("message")
                                .anyOf(
                                        List.of(
                                                InstagramSource.MESSAGE,
                                                InstagramSource.MESSAGE,
                                                CHAT,
                                                PHOTO)),
                        Optional.of(clock.instant())));
    }

    void comment(SimulatedFan who, String id, Chance chance) {
        receive(
                new InstagramEvent.Comment(
                        SampleProject.INSTAGRAM,
                        who.instagramAccount(),
                        id,
                        List.of(chance.of("post").anyOf(List.of(POST, OTHER_POST))),
                        chance.of("comment").anyOf(List.of(InstagramSource.COMMENT, CHAT))));
    }

    private void receive(InstagramEvent event) {
        instagram.receive(
                List.of(event),
                0,
                new Deadline(clock.instant().plus(Duration.ofSeconds(15)), clock));
    }

    /**
     * Whether a flow on this trigger gets what one on the other had taken, once that one no longer
     * listens: for the triggers of quiet histories.
     */
    static boolean takesOver(Trigger trigger, Trigger from) {
        return trigger instanceof InstagramTrigger general
                && from instanceof InstagramTrigger special
                && GENERAL.containsValue(trigger)
                && general.type() == special.type()
                && general.specificity() < special.specificity();
    }

    /** Whether the events of a trigger are stored without what they fire it by. */
    static boolean isIllegible(Trigger trigger) {
        return trigger instanceof InstagramTrigger.Comment && trigger.keyword().isPresent();
    }
}
