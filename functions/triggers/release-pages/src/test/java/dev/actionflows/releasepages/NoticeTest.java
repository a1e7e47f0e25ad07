package dev.actionflows.releasepages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class NoticeTest {
    private static final ReleaseId RELEASE = new ReleaseId("rel_0000000000000001");
    private static final ArtistId ARTIST = new ArtistId("art_0000000000000001");

    static List<FanAction> actions() {
        List<FanAction> all =
                List.of(
                        new FanAction.PreSave(RELEASE),
                        new FanAction.AddToLibrary(RELEASE),
                        new FanAction.Follow(ARTIST),
                        new FanAction.NextSave(ARTIST));
        assertThat(all).hasSameSizeAs(FanAction.class.getPermittedSubclasses());
        return all;
    }

    @ParameterizedTest
    @MethodSource("actions")
    void a_page_knows_every_action_that_its_address_says_was_done(FanAction action) {
        String done = action.doneOn("low-tide").substring("low-tide?done=".length());
        assertThat(Notice.ofName(done))
                .hasValueSatisfying(it -> assertThat(it.isAboutAnAction()).isTrue());
    }
}
