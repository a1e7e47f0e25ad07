package dev.actionflows.domain.privacy;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.analytics.FanHistory;
import dev.actionflows.domain.analytics.FanTrials;
import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.analytics.FunnelStore;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.management.FanService;
import dev.actionflows.domain.management.TimelineService;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.visit.RunVisits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that is stored about a fan. The first page has what is bounded; what grows with time,
 * consents and activity, is continued on further pages.
 */
public final class FanExport {
    private static final Pattern PLACE = Pattern.compile("(consents|activity):(.{1,800})");

    private final FanStore fans;
    private final ConnectionStore connections;
    private final FanService service;
    private final TimelineService timelines;
    private final FanDataStore data;
    private final FunnelStore funnels;
    private final RunVisits visits;

    public FanExport(
            FanStore fans,
            ConnectionStore connections,
            FanService service,
            TimelineService timelines,
            FanDataStore data,
            FunnelStore funnels,
            RunVisits visits) {
        this.fans = fans;
        this.connections = connections;
        this.service = service;
        this.timelines = timelines;
        this.data = data;
        this.funnels = funnels;
        this.visits = visits;
    }

    /**
     * What is bounded.
     *
     * @param records every record, the current one first, then those that were merged into it
     * @param addresses the state of each address that has one
     * @param connections without tokens
     * @param listed what the project's lists contain
     * @param histories what the fan did, as the funnels count it: in the project, and for releases
     * @param trials how the fan fared in the experiments of flows
     */
    public record Person(
            Fan fan,
            List<Fan> records,
            Map<Identity, KnownIdentity> addresses,
            List<Connection> connections,
            List<Agreement> agreements,
            List<FanDataStore.Listed> listed,
            List<FanHistory> histories,
            List<FanTrials> trials) {
        public Person {
            records = List.copyOf(records);
            addresses = Map.copyOf(addresses);
            connections = List.copyOf(connections);
            agreements = List.copyOf(agreements);
            listed = List.copyOf(listed);
            histories = List.copyOf(histories);
            trials = List.copyOf(trials);
        }
    }

    /**
     * One page.
     *
     * @param person on the first page only
     * @param consents changes of consent with their evidence, latest first
     * @param activity runs, and events that started none, latest first
     * @param visits who followed the links in the messages of these runs
     * @param next the cursor of the next page; empty at the end
     */
    public record Part(
            Optional<Person> person,
            List<FanService.Consent> consents,
            List<EventResult> activity,
            Map<RunKey, List<RunVisits.OfStep>> visits,
            Optional<String> next) {
        public Part {
            consents = List.copyOf(consents);
            activity = List.copyOf(activity);
            visits = Map.copyOf(visits);
        }
    }

    /**
     * @param cursor the end of the previous page
     * @param limit the maximum number of consents, and likewise of runs and events, on a page
     * @throws ProblemException NOT_FOUND; INVALID_REQUEST if the cursor is not of this export
     */
    public Part page(ProjectId project, FanId named, Optional<String> cursor, int limit) {
        Optional<Place> place = Cursor.decode(cursor, Place::parse);
        if (place.filter(it -> it.list().equals("activity")).isPresent()) {
            return activity(project, named, Optional.empty(), List.of(), place, limit);
        }
        Optional<Person> person =
                place.isEmpty() ? Optional.of(person(project, named)) : Optional.empty();
        Page<FanService.Consent> consents =
                service.consents(project, named, place.map(Place::inner), limit);
        return consents.next().isPresent()
                ? new Part(
                        person,
                        consents.items(),
                        List.of(),
                        Map.of(),
                        consents.next().map(it -> new Place("consents", it).encode()))
                : activity(project, named, person, consents.items(), Optional.empty(), limit);
    }

    private Part activity(
            ProjectId project,
            FanId named,
            Optional<Person> person,
            List<FanService.Consent> consents,
            Optional<Place> place,
            int limit) {
        Page<EventResult> activity = timelines.fan(project, named, place.map(Place::inner), limit);
        return new Part(
                person,
                consents,
                activity.items(),
                visits.of(activity.items().stream().flatMap(FanExport::runs).toList()),
                activity.next().map(it -> new Place("activity", it).encode()));
    }

    private static Stream<Run> runs(EventResult result) {
        return result instanceof EventResult.RunStarted(Run run) ? Stream.of(run) : Stream.of();
    }

    private Person person(ProjectId project, FanId named) {
        Fan fan =
                fans.find(project, named)
                        .orElseThrow(() -> ProblemException.notFound("no such fan: " + named));
        List<Fan> records = new ArrayList<>(List.of(fan));
        records.addAll(fans.findRecords(project, fan.former()));
        return new Person(
                fan,
                records,
                fans.findIdentities(
                        project, fan.identities().stream().map(FanIdentity::identity).toList()),
                connections.connections(project, fan),
                data.agreements(project, fan.ids()),
                listed(project, fan),
                histories(project, fan),
                trials(project, fan));
    }

    private List<FanTrials> trials(ProjectId project, Fan fan) {
        return fan.ids().stream()
                .flatMap(it -> funnels.trialsOf(project, it).stream())
                .sorted(Comparator.comparing(it -> it.id().toString()))
                .toList();
    }

    private List<FanHistory> histories(ProjectId project, Fan fan) {
        List<FanHistory.Id> ids =
                fan.ids().stream()
                        .map(
                                it ->
                                        new FanHistory.Id(
                                                new FunnelScope(project, Optional.empty()), it))
                        .toList();
        return Stream.concat(
                        funnels.find(ids).values().stream(),
                        fan.ids().stream().flatMap(it -> funnels.releasesOf(project, it).stream()))
                .filter(it -> it.revision() > 0)
                .sorted(Comparator.comparing(it -> it.id().toString()))
                .toList();
    }

    private List<FanDataStore.Listed> listed(ProjectId project, Fan fan) {
        List<FanDataStore.Listed> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<FanDataStore.Listed> page = data.listed(project, fan.ids(), cursor);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    /**
     * Where a page begins.
     *
     * @param inner the cursor of the list
     */
    private record Place(String list, String inner) {
        static Optional<Place> parse(String text) {
            Matcher parts = PLACE.matcher(text);
            return parts.matches()
                    ? Optional.of(new Place(parts.group(1), parts.group(2)))
                    : Optional.empty();
        }

        String encode() {
            return Cursor.encode(list + ":" + inner);
        }
    }
}
