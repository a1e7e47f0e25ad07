package dev.actionflows.domain.privacy;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is stored about a fan, by where it is stored, to be exported and erased. Every
 * deletion is idempotent and counts what it found.
 */
public interface FanDataStore {
    /** Entries looked up by one call of {@link #listed} or {@link #deleteListed}. */
    int LISTED_PER_CALL = 100;

    /**
     * Removes the records of a fan and reduces the state of each address to what keeps it closed.
     * All or nothing.
     *
     * @param fan as it was read; its former records are removed, too
     * @param known the state of the addresses as it was read
     * @param addresses what remains of each address
     * @return false if the fan, or what closes an address, has changed since it was read
     */
    boolean removeRecords(
            ProjectId project,
            Fan fan,
            Map<Identity, KnownIdentity> known,
            List<ErasedAddress> addresses);

    /**
     * Removes what is stored under an id of the fan: the record, if there still is one,
     * connections, agreements, and entries of runs that wait for something of this fan.
     */
    DataCount deleteFan(ProjectId project, FanId fan);

    /**
     * Removes what is stored under an address, except what keeps it closed: consents of an owner
     * who was erased, up to a time. If another fan owns the address by now, the address keeps its
     * state.
     *
     * @param fans the ids of the owner who was erased
     * @param before consents until then are the erased owner's, whoever owns the address by now
     * @param until what has no owner, and is not younger, is the erased owner's
     */
    DataCount deleteAddress(
            ProjectId project,
            ErasedAddress address,
            Collection<FanId> fans,
            Instant before,
            Instant until);

    /**
     * Everything that the fan agreed to before connecting, under any of these ids, oldest first.
     */
    List<Agreement> agreements(ProjectId project, Collection<FanId> fans);

    /**
     * What lists of the project's artists, flows, releases and segments contain about a fan.
     *
     * @param cursor the end of the previous page
     */
    Page<Listed> listed(ProjectId project, Collection<FanId> fans, Optional<String> cursor);

    /**
     * An entry of a list.
     *
     * @param of the id of the artist, flow, release or segment
     * @param since when it was added; empty for a re-entry
     */
    record Listed(DataKind kind, String of, FanId fan, Optional<Instant> since) {}

    /**
     * Removes what {@link #listed} returns, a page at a time.
     *
     * @param cursor the end of the previous page
     */
    DeletedPage deleteListed(ProjectId project, Collection<FanId> fans, Optional<String> cursor);

    /**
     * @param next where to continue; empty at the end
     */
    record DeletedPage(DataCount counts, Optional<String> next) {}

    /**
     * What a fan did, oldest first. Eventually consistent: what was stored in the last moments may
     * be missing.
     *
     * @param cursor the end of the previous page
     */
    Page<FanActivity> activity(ProjectId project, FanId fan, Optional<String> cursor, int limit);

    /** Removes the links in the messages of these steps, and who has followed them. */
    void deleteLinks(Collection<StepKey> steps);

    /**
     * Removes a run and what its event left under its own key, unless the run has changed since it
     * was read.
     */
    boolean deleteRun(Run expected);

    /** Removes a run whatever its state is, even if it cannot be read. */
    boolean deleteRun(RunKey run);

    /** Removes the results of an event that started no run. */
    boolean deleteEvent(ProjectId project, FanActivity.OfEvent event);

    /** Removes what is stored about an event under its own id. */
    void deleteEventId(ProjectId project, EventId event);

    /** Removes a run's entry in the list of runs that wait for this. */
    boolean deleteWaiting(RunKey run, Requirement requirement);
}
