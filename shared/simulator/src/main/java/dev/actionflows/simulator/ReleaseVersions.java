package dev.actionflows.simulator;

import dev.actionflows.domain.project.Release;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Each state that the label's release has had, and when it is out by each, without the product. */
final class ReleaseVersions {
    /** Where all fans are. */
    static final ZoneId HOME = ZoneId.of("America/Los_Angeles");

    /** What a function goes by was read in the same call. */
    private static final Duration CALL = Duration.ofMinutes(1);

    private static final Duration CLOCK_ERRORS = Faults.MAX_CLOCK_ERROR.multipliedBy(2);

    private final Kernel kernel;
    private final List<Version> versions = new ArrayList<>();

    /** The release from a time on. */
    private record Version(Instant since, Release release) {}

    ReleaseVersions(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The label's release as it is created. */
    void created(Release release) {
        versions.add(new Version(Instant.EPOCH, release));
    }

    /** It was stored: with another date, cancelled, or once more as it is. */
    void stored(Release release) {
        if (!release.equals(current())) {
            versions.add(new Version(kernel.now(), release));
        }
    }

    Release current() {
        return versions.getLast().release();
    }

    /** Since when it is as it is; long ago if it was never changed. */
    Instant currentSince() {
        return versions.getLast().since();
    }

    /** What it was lately, for code that has read it a moment ago. */
    List<Release> lately() {
        return since(kernel.now().minus(CALL));
    }

    /** What it has been since then. */
    List<Release> since(Instant from) {
        int first = 0;
        while (first + 1 < versions.size() && !versions.get(first + 1).since().isAfter(from)) {
            first++;
        }
        return versions.subList(first, versions.size()).stream().map(Version::release).toList();
    }

    boolean mayBe(Predicate<Release> what) {
        return lately().stream().anyMatch(what);
    }

    static boolean isCancelled(Release release) {
        return release.cancelledAt().isPresent();
    }

    boolean isOut(Release release) {
        return hasBegun(release, release.releaseDate().zone(), kernel.now().plus(CLOCK_ERRORS));
    }

    boolean hasCome(Release release) {
        return hasBegun(release, HOME, kernel.now().plus(CLOCK_ERRORS));
    }

    /** Whether it has been out for some minutes, whatever was read of it meanwhile. */
    boolean isCertainlyOut() {
        Instant before = kernel.now().minus(CALL);
        return lately().stream().allMatch(it -> hasBegun(it, it.releaseDate().zone(), before));
    }

    /** When it is out, as it is now; empty if it is cancelled. */
    Optional<Instant> outAt() {
        return isCancelled(current())
                ? Optional.empty()
                : Optional.of(dayIn(current().releaseDate().zone(), current()));
    }

    /** Whether the day on which the release is certainly out has begun, for all that is known. */
    private static boolean hasBegun(Release release, ZoneId zone, Instant now) {
        return release.cancelledAt().isEmpty() && !dayIn(zone, release).isAfter(now);
    }

    /** The beginning of the day on which it is certainly out, not computed by the product. */
    static Instant dayIn(ZoneId zone, Release release) {
        LocalDate first = release.releaseDate().first();
        LocalDate day =
                switch (release.releaseDate().precision()) {
                    case DAY -> first;
                    case MONTH -> YearMonth.from(first).atEndOfMonth().plusDays(1);
                    case YEAR -> LocalDate.of(first.getYear() + 1, 1, 1);
                };
        return day.atStartOfDay(zone).toInstant();
    }
}
