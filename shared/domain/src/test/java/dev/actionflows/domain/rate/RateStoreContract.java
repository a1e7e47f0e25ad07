package dev.actionflows.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

/** What every {@link RateStore} does. */
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
    void as_many_as_the_limit_are_taken() {
        for (int count = 0; count < 3; count++) {
            assertThat(rates.take(window, 1, 3)).isTrue();
        }
        assertThat(rates.take(window, 1, 3)).isFalse();
        assertThat(rates.take(window, 1, 4)).isTrue();
    }

    @Test
    void many_are_taken_all_or_none() {
        assertThat(rates.take(window, 4, 3)).isFalse();
        assertThat(rates.take(window, 2, 3)).isTrue();
        assertThat(rates.take(window, 2, 3)).isFalse();
        assertThat(rates.take(window, 1, 3)).isTrue();
    }

    @Test
    void a_limit_of_none_lets_nothing_through() {
        assertThat(rates.take(window, 1, 0)).isFalse();
    }

    @Test
    void what_differs_in_anything_is_counted_apart() {
        assertThat(rates.take(window, 1, 1)).isTrue();

        assertThat(rates.take(window(Samples.projectId(), window.rate(), "one"), 1, 1)).isTrue();
        assertThat(rates.take(window(project, window.rate(), "other"), 1, 1)).isTrue();
        assertThat(rates.take(window(project, Rate.EVENTS_PER_FAN, "one"), 1, 1)).isTrue();
        RateWindow next = RateWindow.at(window.end(), project, window.rate(), "one");
        assertThat(rates.take(next, 1, 1)).isTrue();
        assertThat(rates.take(window, 1, 1)).isFalse();
    }

    @Test
    void of_many_at_once_no_more_than_the_limit_are_taken() {
        assertThat(Together.run(16, _ -> rates.take(window, 1, 5)).stream().filter(it -> it))
                .hasSize(5);
    }

    @Test
    void what_is_given_back_may_be_taken_again() {
        rates.take(window, 3, 3);
        rates.giveBack(window);

        assertThat(rates.take(window, 1, 3)).isTrue();
        assertThat(rates.take(window, 1, 3)).isFalse();
    }

    @Test
    void no_more_is_given_back_than_was_taken() {
        rates.giveBack(window);
        rates.take(window, 1, 2);
        rates.giveBack(window);
        rates.giveBack(window);

        assertThat(rates.take(window, 2, 2)).isTrue();
        assertThat(rates.take(window, 1, 2)).isFalse();
    }
}
