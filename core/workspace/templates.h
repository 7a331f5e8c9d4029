// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QString>

namespace studio {

/// A project to start from: a complete app that comes with the program.
struct Template
{
    QString name;        ///< of its folder, such as "typed-body"
    QString description; ///< the first paragraph of the handler's own documentation
    QString folder;      ///< absolute
    QString handlerFile; ///< absolute
    QByteArray source;   ///< of the handler, as a project made from it has it

    bool operator==(const Template &) const = default;
};

/// Four purposes first (json-api, page, event-stream, background-state), then rust-hello, then the other examples of
/// the SDK by name. `resources` is Paths::resources. Blocks: worker.
QList<Template> readTemplates(const QString &resources);

/// The JSON that a handler's own documentation says to try it with, in its first paragraph: "Try it with `{…}`". Empty
/// where there is none.
QByteArray examplePayload(const QByteArray &source);

/// What is wrong with a name for a new project, or nothing: Cargo's rule for a package, with the platform's limit
/// of 63.
Result<void> checkProjectName(const QString &name);

/// `wanted`, or the first of wanted-2, wanted-3 … that no file or folder in `place` is called.
QString freeProjectName(const QString &place, const QString &wanted);

/// Copies the template to `parent`/`name`, which must not be there, and gives the package that name. Returns the new
/// folder. A kill at any instant leaves no half of it under that name. AlreadyExists, InvalidArgument, Unavailable.
/// Blocks: worker.
Result<QString> createProject(const Template &from, const QString &parent, const QString &name);

} // namespace studio
