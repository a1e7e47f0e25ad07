package dev.actionflows.domain.inbox;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.FlowFigureStore;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The steps of a project's active flows that need a person, by the figures of the last days. */
public final class InboxSteps {
    /** The flows that are looked at; each takes eight reads. */
    public static final int MAX_FLOWS = 20;

    /** Today and the six days before it, in UTC. */
    public static final int DAYS = 7;

    /** Why a step fails, besides what its provider says, that somebody can do something about. */
    private static final Set<Reason> OURS = EnumSet.of(Reason.NOT_FOUND, Reason.INTERNAL_ERROR);

    /** What the project lacks. */
    private static final Set<Reason> LACKING =
            EnumSet.of(
                    Reason.NO_NUMBER,
                    Reason.NO_SENDER,
                    Reason.NO_INSTAGRAM_ACCOUNT,
                    Reason.ACCOUNT_DISCONNECTED,
                    Reason.CREDITS_USED_UP,
                    Reason.NO_APP,
                    Reason.SENDING_PAUSED,
                    Reason.SENDER_NOT_VERIFIED,
                    Reason.CREDENTIALS_REJECTED);

    private final FlowStore flows;
    private final FlowFigureStore figures;

    public InboxSteps(FlowStore flows, FlowFigureStore figures) {
        this.flows = flows;
        this.figures = figures;
    }

    Inbox of(ProjectId project, Instant now) {
        List<FlowId> active =
                flows.activeFlows(project).flows().stream()
                        .sorted(Comparator.comparing(FlowId::value))
                        .toList();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new Inbox(
                active.stream()
                        .limit(MAX_FLOWS)
                        .flatMap(flow -> of(project, flow, today).stream())
                        .toList(),
                active.size() <= MAX_FLOWS);
    }

    private List<InboxItem> of(ProjectId project, FlowId flow, LocalDate today) {
        Map<Trouble, Sum> sums = new TreeMap<>(Trouble.ORDER);
        figures.days(project, flow, today.minusDays(DAYS - 1L), today)
                .forEach((key, numbers) -> add(key, numbers, sums));
        return sums.entrySet().stream()
                .map(
                        it ->
                                InboxItem.one(it.getKey().kind())
                                        .of(flow.value())
                                        .because(it.getKey().reason())
                                        .times(it.getValue().count(), false)
                                        .since(
                                                it.getValue()
                                                        .first()
                                                        .atStartOfDay(ZoneOffset.UTC)
                                                        .toInstant()))
                .toList();
    }

    private record Trouble(InboxKind kind, String reason) {
        static final Comparator<Trouble> ORDER =
                Comparator.comparing(Trouble::kind).thenComparing(Trouble::reason);
    }

    private record Sum(long count, LocalDate first) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, first.isBefore(other.first) ? first : other.first);
        }
    }

    private static void add(FigureKey key, Map<Figure, Long> numbers, Map<Trouble, Sum> sums) {
        numbers.forEach(
                (figure, count) -> {
                    if (figure instanceof Figure.Steps(int _, String outcome, String reason)) {
                        kind(outcome, reason)
                                .ifPresent(
                                        kind ->
                                                sums.merge(
                                                        new Trouble(kind, reason),
                                                        new Sum(count, key.day()),
                                                        Sum::plus));
                    }
                });
    }

    private static Optional<InboxKind> kind(String outcome, String reason) {
        return switch (outcome) {
            case "UNKNOWN" -> Optional.of(InboxKind.STEPS_UNKNOWN);
            case "FAILED" ->
                    known(reason)
                            .filter(it -> it.isOfProvider() || OURS.contains(it))
                            .map(_ -> InboxKind.STEPS_FAILED);
            case "WAITING", "SKIPPED" ->
                    known(reason).filter(LACKING::contains).map(_ -> InboxKind.STEPS_BLOCKED);
            default -> Optional.empty();
        };
    }

    /** A later version of the code may have stored others. */
    private static Optional<Reason> known(String wireName) {
        try {
            return Optional.of(Reason.ofWireName(wireName));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
