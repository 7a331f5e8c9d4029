// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace studio {

/// Counts what `cargo check --message-format json` compiles of one package, and how often a crate is unused in it. A
/// library and a program have one crate name, and each is compiled for its tests too: a crate is unused where all of
/// these say so. Build scripts do not count. A value.
class UnusedReader
{
public:
    static constexpr auto lintName = "unused_crate_dependencies"; ///< the compiler's lint

    /// `manifest`: the package's Cargo.toml, absolute, as cargo names it.
    explicit UnusedReader(QString manifest) : m_manifest(std::move(manifest)) {}

    void read(const QByteArray &messages);
    /// Cargo has said that all is compiled; without it crates may be missing.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    /// `name`: as code names it.
    [[nodiscard]] bool isUnused(const QString &name) const { return m_units > 0 && m_unused.value(name) >= m_units; }

private:
    void readLine(const QByteArray &line);

    QString m_manifest;
    int m_units = 0;
    bool m_isComplete = false;
    QHash<QString, int> m_unused;
};

} // namespace studio
