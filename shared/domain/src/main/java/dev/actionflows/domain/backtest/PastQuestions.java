package dev.actionflows.domain.backtest;

import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.run.Run;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The requests to confirm a consent: those that were sent for other flows or before the period, and
 * those of the play.
 */
final class PastQuestions {
    private static final String PREFIX = "confirm-";

    private final Play play;
    private final Set<String> replaced;
    private final Map<Identity, ConfirmationRequest> asked = new HashMap<>();
    private final Set<Identity> withdrawn = new HashSet<>();

    PastQuestions(Play play) {
        this.play = play;
        this.replaced =
                play.past
                        .runs()
                        .filter(play.plan::replaces)
                        .map(Run::key)
                        .map(key -> key.run().value())
                        .collect(Collectors.toSet());
    }

    void asked(Identity address, ConfirmationRequest request) {
        asked.put(address, request);
        withdrawn.remove(address);
    }

    void withdrawn(Identity address) {
        asked.remove(address);
        withdrawn.add(address);
    }

    Optional<ConfirmationRequest> latest(Identity address, Instant now) {
        if (withdrawn.contains(address)) {
            return Optional.empty();
        }
        return Stream.concat(
                        recorded(address, now), Optional.ofNullable(asked.get(address)).stream())
                .max(Comparator.comparing(ConfirmationRequest::at));
    }

    private Stream<ConfirmationRequest> recorded(Identity address, Instant now) {
        return play.past.consents().getOrDefault(address, List.of()).stream()
                .filter(it -> it.kind() == ConsentChange.Kind.CONFIRMATION_REQUESTED)
                .filter(it -> !it.at().isAfter(now))
                .filter(it -> replaced.stream().noneMatch(isOf(it)))
                .map(
                        it ->
                                new ConfirmationRequest(
                                        it.messageId(),
                                        it.at(),
                                        it.evidence().containsKey(ConfirmationRequest.SENT)));
    }

    private static Predicate<String> isOf(ConsentChange request) {
        return run -> request.messageId().startsWith(PREFIX + run);
    }
}
