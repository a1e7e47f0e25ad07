package dev.actionflows.domain.privacy;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes the profile of a fan and everything that leads to it, atomically. Idempotent, and safe to
 * repeat after a crash.
 */
final class ProfileEraser {
    private static final int MAX_TRIES = 10;

    private final ErasureLog log;
    private final FanLookup fans;
    private final FanDataStore data;
    private final InstantSource clock;

    ProfileEraser(ErasureLog log, FanLookup fans, FanDataStore data, InstantSource clock) {
        this.log = log;
        this.fans = fans;
        this.data = data;
        this.clock = clock;
    }

    /**
     * When this returns, the fan of the erasure has no profile, and no message to the fan is
     * permitted any more.
     *
     * @return the erasure as stored
     * @throws ProblemException TRY_AGAIN if the fan is changed all the time
     */
    Erasure erase(Erasure begun) {
        Erasure erasure = begun;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            if (erasure.erasedAt().isPresent()) {
                return erasure;
            }
            Optional<Erasure> stored = attempt(erasure);
            if (stored.isPresent() && stored.get().erasedAt().isPresent()) {
                return stored.get();
            }
            Erasure current = erasure;
            erasure = log.find(current.project(), current.id()).orElseThrow();
        }
        throw new ProblemException(
                ErrorCode.TRY_AGAIN, "the fan was changed concurrently; try again");
    }

    /**
     * The log names everything before anything is removed: what is restored from a backup later
     * must be found by it.
     *
     * @return empty if something has changed
     */
    private Optional<Erasure> attempt(Erasure erasure) {
        Optional<Fan> found = fanOf(erasure);
        if (found.isEmpty()) {
            return log.replace(erasure, erasure.erased(clock.instant(), DataCount.NONE));
        }
        Fan fan = found.get();
        Map<Identity, KnownIdentity> known =
                fans.findIdentities(
                        erasure.project(),
                        fan.identities().stream().map(FanIdentity::identity).toList());
        List<ErasedAddress> addresses = ErasedAddress.of(fan, known);
        Erasure complete = erasure.including(fan.ids(), addresses);
        Optional<Erasure> logged =
                complete.equals(erasure) ? Optional.of(erasure) : log.replace(erasure, complete);
        return logged.filter(_ -> data.removeRecords(erasure.project(), fan, known, addresses))
                .flatMap(
                        it -> log.replace(it, it.erased(clock.instant(), removed(fan, addresses))));
    }

    private Optional<Fan> fanOf(Erasure erasure) {
        for (FanId id : erasure.fans()) {
            Optional<Fan> fan = fans.find(erasure.project(), id);
            if (fan.isPresent()) {
                return fan;
            }
        }
        return Optional.empty();
    }

    private static DataCount removed(Fan fan, List<ErasedAddress> addresses) {
        return DataCount.of(DataKind.PROFILE, fan.ids().size())
                .plus(DataCount.of(DataKind.ADDRESS, addresses.size()));
    }
}
