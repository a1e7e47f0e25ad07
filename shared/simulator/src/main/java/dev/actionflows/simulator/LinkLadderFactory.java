package dev.actionflows.simulator;

import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.Trigger;

import java.util.List;
import java.util.Map;

/** Creates streaming steps with their link messages. */
final class LinkLadderFactory {
    private static final String CONNECT = "{{#connect_link}}{{connect_link}}{{/connect_link}}";

    /** At a service where no fan of the history has an account. */
    private static final LibraryItem ELSEWHERE =
            new LibraryItem.Track(
                    new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "1577502912")));

    private final SampleProject sample;
    private final StepActions actions;

    LinkLadderFactory(SampleProject sample, StepActions actions) {
        this.sample = sample;
        this.actions = actions;
    }

    /** A streaming step with one or two link messages; none if it would start its own flow. */
    List<Step> create(Chance chance, Trigger trigger) {
        OnUnmet onUnmet = chance.of("unmet").anyOf(List.of(OnUnmet.SKIP, OnUnmet.DEFER));
        Step first =
                chance.of("step")
                        .anyOf(
                                List.of(
                                        new Step.PreSave(sample.release.id(), onUnmet),
                                        new Step.AddToLibrary(
                                                new LibraryItem.Album(sample.release.id()),
                                                onUnmet),
                                        new Step.FollowArtist(SampleProject.ARTIST, onUnmet),
                                        new NextSaveStep(sample.artist.id(), onUnmet),
                                        new Step.AddToLibrary(ELSEWHERE, onUnmet)));
        if (actions.of(first).fires(first, trigger, SampleProject.ID)) {
            return List.of();
        }
        MessageTemplate text =
                new MessageTemplate(
                        first.referredRelease().isEmpty()
                                ? "Connect " + CONNECT
                                : CONNECT + "{{#release_link}} {{release_link}}{{/release_link}}");
        OnUnmet next = chance.of("next").anyOf(List.of(OnUnmet.SKIP, OnUnmet.HOLD));
        OnUnmet last = chance.of("last").anyOf(List.of(OnUnmet.values()));
        return chance.of("shape")
                .anyOf(
                        List.of(
                                List.of(first, new Step.SendText(text, last, true)),
                                List.of(
                                        first,
                                        new Step.SendText(text, next, true),
                                        new Step.SendEmail(text, text, last, true)),
                                List.of(
                                        first,
                                        new Step.SendInstagramDm(text, next, true),
                                        new Step.SendText(text, last, true))));
    }
}
