// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"

#include <QHash>
#include <QList>
#include <QObject>

#include <array>

namespace studio {

/// What is known to be wrong with the sources, by who found it: the last compile, a language server. A build script or
/// a macro can print as many as it likes: of each source the first maxOfSource are kept, and that there are more is one
/// of all(). What an addition costs does not depend on how many there are. Main thread.
class DiagnosticList : public QObject
{
    Q_OBJECT

public:
    enum class Source {
        Compiler,       ///< the last compile or publish; added one by one, all cleared when the next begins
        LanguageServer, ///< replaced file by file
        Manifest,       ///< of Cargo.toml while it is written; likewise
        Schema,         ///< of a .json file and its schema; likewise
        Tests,          ///< why tests failed, where they did; likewise
        Output,         ///< what is printed where it is not kept; likewise
        Clippy,         ///< when it was run last; of a file that is saved since, none
    };
    Q_ENUM(Source)

    static constexpr qsizetype maxOfSource = 5'000;

    using QObject::QObject;

    /// Told by added(), unless another source has found the same.
    void add(Source source, const Diagnostic &diagnostic);
    /// What `source` says of a file from now on. `file` as in Diagnostic: relative to the project.
    void replace(Source source, const QString &file, const QList<Diagnostic> &diagnostics);
    void clear(Source source);
    void clearPlaced(Source source); ///< those that are about a place in a file
    void clear();                    ///< of all sources

    /// In the order in which they were found, the compiler's first; what both found is there once.
    [[nodiscard]] QList<Diagnostic> all() const;
    [[nodiscard]] QList<Diagnostic> of(Source source) const;
    [[nodiscard]] QList<Diagnostic> inFile(const QString &file) const;
    [[nodiscard]] int errors() const;

Q_SIGNALS:
    void added(studio::DiagnosticList::Source source, const studio::Diagnostic &diagnostic);
    /// Some of this source were taken away or replaced: read what is shown of it again.
    void reset(studio::DiagnosticList::Source source);

private:
    static constexpr std::size_t sources = 7;

    static constexpr std::array otherSources{Source::LanguageServer, Source::Manifest, Source::Schema,
                                             Source::Tests,          Source::Output,   Source::Clippy};

    struct Found
    {
        QList<Diagnostic> all;
        QHash<QString, QList<Diagnostic>> groups; ///< by file and code: only within one of these are two the same
        bool isCut = false;                       ///< there are more
    };
    void set(Source source, const QList<Diagnostic> &diagnostics);
    [[nodiscard]] bool isKnownOfOthers(Source source, const Diagnostic &diagnostic) const;

    std::array<Found, sources> m_found; ///< by Source
};

} // namespace studio
