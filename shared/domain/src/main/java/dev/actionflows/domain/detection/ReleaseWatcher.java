package dev.actionflows.domain.detection;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks for new releases of all artists for whom it is time, one after the other, so that services
 * get few requests at once. The one who has waited longest comes first: what one run does not
 * reach, the next one does. A failure of one artist does not affect the others. Of two runs at
 * once, one judges each artist's albums.
 */
public final class ReleaseWatcher {
    /** How often each artist's releases are looked for. */
    public static final Duration EVERY = Duration.ofHours(1);

    /** An artist is overdue if the services' lists have not been read for so long. */
    public static final Duration OVERDUE = Duration.ofDays(1);

    private static final int PAGE = 1_000;

    private final WatchedArtistStore artists;
    private final ReleaseDetector detector;
    private final ReleaseWatchObserver observer;
    private final InstantSource clock;

    public ReleaseWatcher(
            WatchedArtistStore artists,
            ReleaseDetector detector,
            ReleaseWatchObserver observer,
            InstantSource clock) {
        this.artists = artists;
        this.detector = detector;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * @param deadline when to stop; the next run checks the rest
     * @return whether all artists for whom it was time were checked
     */
    public boolean checkAll(Deadline deadline) {
        List<WatchedArtist> all = all();
        int overdue = (int) all.stream().filter(it -> isOverdue(it, clock.instant())).count();
        List<WatchedArtist> due =
                all.stream()
                        .filter(it -> isDue(it, clock.instant()))
                        .sorted(Comparator.comparing(it -> it.checkedAt().orElse(Instant.EPOCH)))
                        .toList();
        int checked = 0;
        for (WatchedArtist artist : due) {
            if (!deadline.left().isPositive()) {
                break;
            }
            boolean wasOverdue = isOverdue(artist, clock.instant());
            if (check(artist, deadline) && wasOverdue) {
                overdue--;
            }
            checked++;
        }
        observer.artistsChecked(all.size(), overdue);
        return checked == due.size();
    }

    private List<WatchedArtist> all() {
        List<WatchedArtist> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<WatchedArtist> page = artists.list(cursor, PAGE);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    private boolean check(WatchedArtist artist, Deadline deadline) {
        Instant begun = clock.instant();
        boolean isRead = false;
        try {
            isRead = detector.check(artist, deadline);
        } catch (RuntimeException e) {
            observer.checkFailed(artist, e);
        }
        try {
            artists.checked(artist, begun, isRead);
            return isRead;
        } catch (RuntimeException e) {
            observer.checkFailed(artist, e);
            return false;
        }
    }

    private static boolean isDue(WatchedArtist artist, Instant now) {
        return artist.checkedAt().filter(it -> it.plus(EVERY).isAfter(now)).isEmpty();
    }

    private static boolean isOverdue(WatchedArtist artist, Instant now) {
        return !artist.readAt().orElse(artist.since()).plus(OVERDUE).isAfter(now);
    }
}
