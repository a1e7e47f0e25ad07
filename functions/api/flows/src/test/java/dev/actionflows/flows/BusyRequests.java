package dev.actionflows.flows;

import dev.actionflows.domain.management.RequestStore;

import java.time.Instant;

/** A request store in which every request is in progress elsewhere. */
final class BusyRequests implements RequestStore {
    @Override
    public Begun begin(String request, String fingerprint, String attempt, Instant now) {
        return new Begun.UnderWay();
    }

    @Override
    public boolean isKnown(String request, String fingerprint, Instant now) {
        return false;
    }

    @Override
    public void finish(String request, String attempt, KeptAnswer answer) {
        throw new IllegalStateException("it was never begun");
    }

    @Override
    public void forget(String request, String attempt) {
        throw new IllegalStateException("it was never begun");
    }

    @Override
    public void giveBack(String request, String attempt) {
        throw new IllegalStateException("it was never begun");
    }
}
