package dev.actionflows.simulator;

import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A fan with the identifiers on each channel.
 *
 * @param number distinguishes this fan from others
 */
record SimulatedFan(int number) {
    static List<SimulatedFan> first(int count) {
        return IntStream.range(0, count).mapToObj(SimulatedFan::new).toList();
    }

    PhoneNumber phone() {
        return new PhoneNumber("+1415555012" + number);
    }

    EmailAddress email() {
        return EmailAddress.parse("fan" + number + "@fans.example").orElseThrow();
    }

    EmailAddress secondEmail() {
        return EmailAddress.parse("fan" + number + "@other.example").orElseThrow();
    }

    String instagramAccount() {
        return "125445915468291" + number;
    }

    String spotifyAccount() {
        return "spotify-account-" + number;
    }
}
