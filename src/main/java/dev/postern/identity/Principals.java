package dev.postern.identity;

import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** The principal kept in the browser session: Spring's own serializable user, with a {@code GROUP_…} authority per group. */
@Component
final class Principals implements UserDetailsService {
    private final Users users;

    Principals(Users users) {
        this.users = users;
    }

    @Override
    public UserDetails loadUserByUsername(String name) {
        var user = users.find(name)
                .filter(User::enabled)
                .orElseThrow(() -> new UsernameNotFoundException("no such user, or disabled"));
        var authorities = user.groups().stream()
                .sorted()
                .map(group -> new SimpleGrantedAuthority("GROUP_" + group))
                .toList();
        // The hash stays in the database: a session needs the name alone.
        return new org.springframework.security.core.userdetails.User(user.name(), "", authorities);
    }
}
