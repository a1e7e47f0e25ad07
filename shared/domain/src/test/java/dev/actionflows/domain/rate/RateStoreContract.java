package dev.actionflows.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

/** The contract of {@link RateStore} implementations. */
public abstract class RateStoreContract {
    private final RateStore rates;
    private final ProjectId project = Samples.projectId();
    private final RateWindow window = window(project, Rate.SIGN_UPS_PER_ADDRESS, "one");

    protected RateStoreContract(RateStore rates) {
        this.rates = rates;
    }

    private static RateWindow window(ProjectId project, Rate rate, String subject) {
        return RateWindow.at(Samples.NOW, project, rate, subject);
    }

    @Test
    void requests_are_counted_up_to_the_limit() {
        for (int count = 0; count < 3; count++) {
            assertThat(rates.take(window, 1, 3)).isTrue();
        }
        assertThat(rates.take(window, 1, 3)).isFalse();
        assertThat(rates.take(window, 1, 4)).isTrue();
    }

    @Test
    void a_batch_is_counted_completely_or_not_at_all() {
        assertThat(rates.take(window, 4, 3)).isFalse();
        assertThat(rates.take(window, 2, 3)).isTrue();
        assertThat(rates.take(window, 2, 3)).isFalse();
        assertThat(rates.take(window, 1, 3)).isTrue();
    }

    @Test
    void a_limit_of_zero_allows_nothing() {
        assertThat(rates.take(window, 1, 0)).isFalse();
    }

    @Test
    void different_windows_are_counted_separately() {
        assertThat(rates.take(window, 1, 1)).isTrue();

        assertThat(rates.take(window(Samples.projectId(), window.rate(), "one"), 1, 1)).isTrue();
        assertThat(rates.take(window(project, window.rate(), "other"), 1, 1)).isTrue();
        assertThat(rates.take(window(project, Rate.EVENTS_PER_FAN, "one"), 1, 1)).isTrue();
        RateWindow next = RateWindow.at(window.end(), project, window.rate(), "one");
        assertThat(rates.take(next, 1, 1)).isTrue();
        assertThat(rates.take(window, 1, 1)).isFalse();
    }

    @Test
    void concurrent_requests_do_not_exceed_the_limit() {
        assertThat(Together.run(16, _ -> rates.take(window, 1, 5)).stream().filter(it -> it))
                .hasSize(5);
    }

    @Test
    void a_returned_request_can_be_used_again() {
        rates.take(window, 3, 3);
        rates.giveBack(window);

        assertThat(rates.take(window, 1, 3)).isTrue();
        assertThat(rates.take(window, 1, 3)).isFalse();
    }

    @Test
    void the_count_never_drops_below_zero() {
        rates.giveBack(window);
        rates.take(window, 1, 2);
        rates.giveBack(window);
        rates.giveBack(window);

        assertThat(rates.take(window, 2, 2)).isTrue();
        assertThat(rates.take(window, 1, 2)).isFalse();
    }
}
