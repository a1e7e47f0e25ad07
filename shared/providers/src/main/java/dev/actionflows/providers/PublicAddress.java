package dev.actionflows.providers;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are in the public internet. Sources: IANA's special-purpose address registries
 * for IPv4 and IPv6, and RFC 6890; of IPv6, only what IANA has allocated as global unicast ({@code
 * 2000::/3}), without its parts that are private, for documentation, or contain an IPv4 address
 * that would have to be judged, too.
 */
final class PublicAddress {
    private static final List<Block> NOT_PUBLIC_4 =
            List.of(
                    Block.of("0.0.0.0", 8),
                    Block.of("10.0.0.0", 8),
                    Block.of("100.64.0.0", 10),
                    Block.of("127.0.0.0", 8),
                    Block.of("169.254.0.0", 16),
                    Block.of("172.16.0.0", 12),
                    Block.of("192.0.0.0", 24),
                    Block.of("192.0.2.0", 24),
                    Block.of("192.88.99.0", 24),
                    Block.of("192.168.0.0", 16),
                    Block.of("198.18.0.0", 15),
                    Block.of("198.51.100.0", 24),
                    Block.of("203.0.113.0", 24),
                    // multicast, reserved, broadcast
                    Block.of("224.0.0.0", 3));

    private static final Block GLOBAL_6 = Block.of("2000::", 3);

    private static final List<Block> NOT_PUBLIC_6 =
            List.of(
                    // protocol assignments, among them Teredo
                    Block.of("2001::", 23),
                    Block.of("2001:db8::", 32),
                    // 6to4
                    Block.of("2002::", 16),
                    Block.of("3fff::", 20));

    private PublicAddress() {}

    static boolean isPublic(InetAddress address) {
        return switch (address) {
            case Inet4Address it -> NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(it));
            case Inet6Address it ->
                    GLOBAL_6.contains(it)
                            && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(it));
            default -> false;
        };
    }

    /** The addresses that begin with the same bits. */
    private record Block(InetAddress start, int bits) {
        static Block of(String start, int bits) {
            return new Block(InetAddress.ofLiteral(start), bits);
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            byte[] first = start.getAddress();
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((bytes[bit / Byte.SIZE] ^ first[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return bytes.length == first.length;
        }
    }
}
