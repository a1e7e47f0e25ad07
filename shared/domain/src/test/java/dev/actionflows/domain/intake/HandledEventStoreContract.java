package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.util.BitSet;

/** The contract of {@link HandledEventStore} implementations. */
public abstract class HandledEventStoreContract {
    private final HandledEventStore notes;
    private final String name = Samples.nonce();

    protected HandledEventStoreContract(HandledEventStore notes) {
        this.notes = notes;
    }

    private static BitSet places(int... places) {
        BitSet set = new BitSet();
        for (int place : places) {
            set.set(place);
        }
        return set;
    }

    @Test
    void an_unknown_notification_has_no_handled_events() {
        notes.note(name, places(1), Samples.NOW);

        assertThat(notes.find(Samples.nonce())).isEqualTo(new BitSet());
    }

    @Test
    void the_latest_note_is_found() {
        notes.note(name, places(0, 7, 999), Samples.NOW);
        assertThat(notes.find(name)).isEqualTo(places(0, 7, 999));

        notes.note(name, places(0, 1, 7, 8, 999), Samples.NOW.plusSeconds(1));
        assertThat(notes.find(name)).isEqualTo(places(0, 1, 7, 8, 999));

        notes.note(name, new BitSet(), Samples.NOW.plusSeconds(2));
        assertThat(notes.find(name)).isEqualTo(new BitSet());
    }

    @Test
    void notes_are_stored_and_returned_as_copies() {
        BitSet done = places(1);
        notes.note(name, done, Samples.NOW);
        done.set(2);
        notes.find(name).set(3);

        assertThat(notes.find(name)).isEqualTo(places(1));
    }
}
