package dev.actionflows.domain.privacy;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.run.Deadline;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes what is stored under the ids of an erasure, page by page: what belongs to the fan and the
 * addresses, the entries in the project's lists, and the fan's activity. Can continue anywhere.
 */
final class ErasurePass {
    /** Runs and events removed at a time. */
    private static final int BATCH = 25;

    private static final Pattern PLACE = Pattern.compile("([LA])([0-9]{1,3})(?::(.{1,600}))?");

    private final Erasure erasure;
    private final FanDataStore data;
    private final RunRemoval runs;
    private DataCount counts = DataCount.NONE;
    private boolean left;

    ErasurePass(Erasure erasure, FanDataStore data, RunRemoval runs) {
        this.erasure = erasure;
        this.data = data;
        this.runs = runs;
    }

    /** What was removed. */
    DataCount counts() {
        return counts;
    }

    /** Whether something has to be left to a later pass. */
    boolean left() {
        return left;
    }

    /**
     * Works until everything is removed or the time is up, but at least one page.
     *
     * @param cursor where to continue; empty: at the beginning
     * @return where the next call continues; empty at the end
     */
    Optional<String> run(Optional<String> cursor, Deadline deadline) {
        Optional<String> place = cursor;
        do {
            place = page(place);
        } while (place.isPresent() && deadline.left().isPositive());
        return place;
    }

    private Optional<String> page(Optional<String> place) {
        if (place.isEmpty()) {
            removeOwn();
            return Optional.of("L0");
        }
        Matcher parts = PLACE.matcher(place.get());
        if (!parts.matches()) {
            throw new IllegalArgumentException("no place in an erasure");
        }
        Optional<String> inner = Optional.ofNullable(parts.group(3));
        return parts.group(1).equals("L")
                ? Optional.of(listed(inner))
                : activity(Integer.parseInt(parts.group(2)), inner);
    }

    private void removeOwn() {
        for (FanId fan : erasure.fans()) {
            counts = counts.plus(data.deleteFan(erasure.project(), fan));
        }
        for (ErasedAddress address : erasure.addresses()) {
            counts =
                    counts.plus(
                            data.deleteAddress(
                                    erasure.project(),
                                    address,
                                    erasure.fans(),
                                    erasure.requestedAt(),
                                    erasure.until()));
        }
    }

    private String listed(Optional<String> cursor) {
        FanDataStore.DeletedPage page =
                data.deleteListed(erasure.project(), erasure.fans(), cursor);
        counts = counts.plus(page.counts());
        return page.next().map(next -> "L0:" + next).orElse("A0");
    }

    private Optional<String> activity(int index, Optional<String> cursor) {
        Page<FanActivity> page =
                data.activity(erasure.project(), erasure.fans().get(index), cursor, BATCH);
        for (FanActivity activity : page.items()) {
            remove(activity);
        }
        if (page.next().isPresent()) {
            return page.next().map(next -> "A" + index + ":" + next);
        }
        return index + 1 < erasure.fans().size()
                ? Optional.of("A" + (index + 1))
                : Optional.empty();
    }

    private void remove(FanActivity activity) {
        switch (activity) {
            case FanActivity.OfEvent event -> {
                if (data.deleteEvent(erasure.project(), event)) {
                    counts = counts.plus(DataCount.of(DataKind.EVENT, 1));
                }
                data.deleteEventId(erasure.project(), event.event());
            }
            case FanActivity.OfRun(var run) -> {
                RunRemoval.Result result = runs.erase(run);
                counts = counts.plus(result.counts());
                left |= result.left();
            }
        }
    }
}
