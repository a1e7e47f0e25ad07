package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Fans whose authorization at a streaming service is about to expire are asked to renew it. */
class ConnectionExpiryIT {
    private final Label label = Label.ready(Deployment.express());
    private final LocalCloud cloud = LocalCloud.express();

    private void look() {
        assertThat(cloud.invoke("ReleaseWatcherFunction")).containsEntry("complete", true);
    }

    @Test
    void a_flow_starts_once_for_each_authorization_that_is_about_to_expire() {
        String flow =
                label.activeFlow(
                        Map.of("type", "connection.expiring"), List.of(label.addToSegment()));
        Instant now = Instant.now();
        String fan = label.fan(Label.phoneNumber());
        label.connect(fan, now.minus(Duration.ofDays(160)));
        String later = label.fan(Label.phoneNumber());
        label.connect(later, now.minus(Duration.ofDays(100)));

        look();
        RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        look();

        assertThat(run.fanId()).isEqualTo(fan);
        assertThat(String.valueOf(run.document().get("event")))
                .contains("connection.expiring", "spotify");
        // another fan's, of whom the flow hears after everything else
        String last = label.fan(Label.phoneNumber());
        label.connect(last, now.minus(Duration.ofDays(170)));
        look();
        label.runOfWhen(flow, last, "the run is completed", RunView::isCompleted);
        assertThat(label.runs(flow))
                .extracting(RunView::fanId)
                .containsExactlyInAnyOrder(fan, last);
    }
}
