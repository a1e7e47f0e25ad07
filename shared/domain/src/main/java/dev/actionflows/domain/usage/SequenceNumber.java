package dev.actionflows.domain.usage;

import java.math.BigInteger;

/**
 * The place of a change among all changes of its shard. Later changes have greater numbers. Source:
 * Amazon DynamoDB API Reference, "StreamRecord": a number of up to 40 digits.
 */
public record SequenceNumber(BigInteger value) implements Comparable<SequenceNumber> {
    /**
     * @throws NumberFormatException if it is no decimal number
     */
    public static SequenceNumber of(String digits) {
        return new SequenceNumber(new BigInteger(digits));
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return value.compareTo(other.value);
    }

    public boolean isAfter(SequenceNumber other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
