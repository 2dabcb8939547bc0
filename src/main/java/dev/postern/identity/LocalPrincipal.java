package dev.postern.identity;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Whoever is signed in by a password of ours, as the browser session keeps them. No hash: that stays in the database.
 *
 * @param userMadeAt tells the user from another of the same name
 */
record LocalPrincipal(String name, Instant userMadeAt, List<String> groups, Assurance assurance)
        implements UserDetails, Assured, Serializable {
    private static final long serialVersionUID = 1L;

    LocalPrincipal {
        groups = List.copyOf(groups);
    }

    static LocalPrincipal of(User user, Assurance assurance) {
        return new LocalPrincipal(
                user.name(), user.createdAt(), user.groups().stream().sorted().toList(), assurance);
    }

    @Override
    public boolean isOf(User user) {
        return user.createdAt().equals(userMadeAt);
    }

    @Override
    public String getUsername() {
        return name;
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return groups.stream()
                .map(group -> new SimpleGrantedAuthority("GROUP_" + group))
                .toList();
    }
}
