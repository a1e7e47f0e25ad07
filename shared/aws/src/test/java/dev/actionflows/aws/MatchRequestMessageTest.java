package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.matching.MatchRequest;

import org.junit.jupiter.api.Test;

class MatchRequestMessageTest {
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");

    @Test
    void a_request_is_read_as_it_was_written() {
        MatchRequest release =
                new MatchRequest.OfRelease(PROJECT, new ReleaseId("rel_2m4n6p8q0r1s3t5v"), 3);
        MatchRequest artist =
                new MatchRequest.OfArtist(PROJECT, new ArtistId("art_3n5p7q9r1s2t4v6w"), 1);

        assertThat(MatchRequestMessage.decode(MatchRequestMessage.encode(release)))
                .isEqualTo(release);
        assertThat(MatchRequestMessage.decode(MatchRequestMessage.encode(artist)))
                .isEqualTo(artist);
    }

    @Test
    void every_violation_is_named() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                MatchRequestMessage.decode(
                                        "{\"releaseID\":\"rel_2m4n6p8q0r1s3t5v\",\"revision\":-1}"))
                .satisfies(
                        e ->
                                assertThat(e.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactlyInAnyOrder(
                                                "/projectId",
                                                "/releaseId",
                                                "/revision",
                                                "/releaseID"));
    }
}
