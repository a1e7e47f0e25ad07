package dev.actionflows.domain.backtest;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is stored about one fan, with the times of it.
 *
 * @param fan as it is now
 * @param events oldest first, from before the period until now
 * @param known the present state of the fan's addresses
 * @param consents all changes of the consent of each address, oldest first
 * @param connections as they are now
 * @param complete whether all events are there that decide about the period; otherwise only the
 *     latest
 */
record FanPast(
        Fan fan,
        List<PastEvent> events,
        Map<Identity, KnownIdentity> known,
        Map<Identity, List<ConsentChange>> consents,
        List<Connection> connections,
        boolean complete) {
    FanPast {
        events = List.copyOf(events);
        known = Map.copyOf(known);
        consents = Map.copyOf(consents);
        connections = List.copyOf(connections);
    }

    /** A run of these. */
    Optional<Run> run(RunKey key) {
        return runs().filter(it -> it.key().equals(key)).findFirst();
    }

    /** All runs that the events started, tests included. */
    Stream<Run> runs() {
        return events.stream()
                .flatMap(it -> it.results().stream())
                .filter(EventResult.RunStarted.class::isInstance)
                .map(it -> ((EventResult.RunStarted) it).run());
    }
}
