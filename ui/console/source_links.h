// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_text.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace studio {

/// What a line of output names and can be opened: a place in a file, such as `src/lib.rs:4:5`, an error code, such as
/// `error[E0308]`, a crate, such as `Compiling serde v1.0.228`; and where it stands in that line.
struct SourceLink
{
    enum class Kind { Place, Code, Crate, Address };

    Kind kind = Kind::Place;
    QString file;    ///< of a place; of the others the code, the crate's name, or the address
    QString version; ///< of a crate
    int line = 0;    ///< from 1
    int column = 0;  ///< from 1; 0 when the text names none
    qsizetype start = 0;
    qsizetype length = 0;

    bool operator==(const SourceLink &) const = default;
};

/// Finds `file:line`, `file:line:column` and rustc's ` --> file:line:column` (there the path may hold spaces). Not
/// taken for one: times, ports, URLs. The crate of Cargo's lines about one, and the code of rustc's.
QList<SourceLink> findSourceLinks(const QString &text);

/// Those of findSourceLinks(), and those that the program itself made (OSC 8). Of these only what leads to http, https
/// or a file of this machine, without a user's name in it; what is shown of it is encoded, so that it reads as it is.
QList<SourceLink> findLinks(const AnsiLine &line);

/// Whether there can be a link in a line, escapes and all: which most lines do not need to be decoded for.
bool mayHaveLinks(QByteArrayView utf8);

} // namespace studio
