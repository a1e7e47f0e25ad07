package dev.actionflows.domain.experiment;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of an experiment at the end of each complete day. */
final class Timeline {
    private final List<String> arms;
    private final NavigableMap<LocalDate, List<DayCounts>> days;

    /**
     * A day that is over.
     *
     * @param day from 1, the day of the first exposure
     * @param counts all fans up to and with that day, in the order of the arms
     */
    record Look(int day, LocalDate date, List<Counts> counts) {}

    private Timeline(List<String> arms, NavigableMap<LocalDate, List<DayCounts>> days) {
        this.arms = arms;
        this.days = days;
    }

    /**
     * @param increments in any order; several of one day add up
     * @param today the first day that does not count yet
     * @throws IllegalArgumentException if an increment is of an arm that the plan does not have
     */
    static List<Look> looks(ExperimentPlan plan, List<DayCounts> increments, LocalDate today) {
        List<String> arms = plan.arms().stream().map(Arm::name).toList();
        increments.forEach(increment -> requireKnown(arms, increment));
        TreeMap<LocalDate, List<DayCounts>> days =
                increments.stream()
                        .collect(
                                Collectors.groupingBy(
                                        DayCounts::day, TreeMap::new, Collectors.toList()));
        return new Timeline(arms, days.headMap(today, false)).looks(today);
    }

    private static void requireKnown(List<String> arms, DayCounts increment) {
        for (String arm : increment.arms().keySet()) {
            if (!arms.contains(arm)) {
                throw new IllegalArgumentException("the experiment has no arm " + arm);
            }
        }
    }

    /** One for each day, also for those that added nothing. */
    private List<Look> looks(LocalDate today) {
        Optional<LocalDate> first = firstExposure();
        List<Look> looks = new ArrayList<>();
        List<Counts> sums = arms.stream().map(_ -> Counts.NONE).toList();
        for (LocalDate date : first.map(day -> day.datesUntil(today).toList()).orElse(List.of())) {
            sums = add(sums, days.getOrDefault(date, List.of()));
            int day = 1 + (int) ChronoUnit.DAYS.between(first.orElseThrow(), date);
            looks.add(new Look(day, date, sums.stream().map(Counts::plausible).toList()));
        }
        return looks;
    }

    private Optional<LocalDate> firstExposure() {
        return days.values().stream()
                .flatMap(List::stream)
                .filter(day -> day.arms().values().stream().anyMatch(counts -> counts.fans() > 0))
                .map(DayCounts::day)
                .findFirst();
    }

    private List<Counts> add(List<Counts> sums, List<DayCounts> increments) {
        List<Counts> more = new ArrayList<>(sums);
        for (DayCounts increment : increments) {
            increment
                    .arms()
                    .forEach(
                            (arm, counts) ->
                                    more.set(
                                            arms.indexOf(arm),
                                            more.get(arms.indexOf(arm)).plus(counts)));
        }
        return more;
    }
}
