package dev.actionflows.domain.rate;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Keyed hashes of client addresses, because an address is personal data. For an IPv6 address only
 * the first half counts, which identifies one household or phone (RFC 6177, RFC 7934).
 */
public final class AddressHash {
    private static final int NETWORK_BYTES = 8;

    private final Vault vault;

    public AddressHash(Vault vault) {
        this.vault = vault;
    }

    /**
     * @param address as API Gateway saw it
     * @return empty when the address is unknown
     */
    public Optional<String> of(Project project, Optional<String> address) {
        return address.map(it -> hash(project, network(it)));
    }

    /**
     * Normalizes the address's notation, including IPv4-mapped IPv6 addresses (RFC 4291, section
     * 2.5.5.2). Text that is not an address is used unchanged.
     */
    private static String network(String address) {
        try {
            // unlike getByName, never queries DNS
            InetAddress parsed = InetAddress.ofLiteral(address);
            byte[] bytes = parsed.getAddress();
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64"
                    : HexFormat.of().formatHex(bytes);
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private String hash(Project project, String network) {
        return HexFormat.of().formatHex(vault.mac(project, "client-address", network), 0, 16);
    }
}
