// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/templates.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/user_file.h"
#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"
#include "core/project/project.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QRegularExpression>

#include <array>

namespace studio {

namespace {

constexpr qsizetype longestName = 63;

/// What most begin with, in this order.
constexpr std::array purposes{"json-api", "page", "event-stream", "background-state"};

QByteArray contentOf(const QString &path)
{
    QFile file;
    return openRegularFile(file, path) ? file.readAll() : QByteArray();
}

/// Without the line about the example's own licence: what is made from it is its author's.
QByteArray withoutLicence(const QByteArray &source)
{
    return source.startsWith("// SPDX-License-Identifier") ? source.mid(source.indexOf('\n') + 1) : source;
}

Result<void> dropLicences(const QString &folder)
{
    QDirIterator files(folder, {QStringLiteral("*.rs")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QByteArray source = contentOf(path);
        if (const QByteArray rest = withoutLicence(source); rest.size() != source.size()) {
            if (auto saved = saveUserFile(path, rest); !saved) {
                return saved;
            }
        }
    }
    return {};
}

/// The text of the `//!` lines up to the first that is empty.
QString firstParagraph(const QByteArray &source)
{
    QStringList words;
    for (const QByteArray &line : source.split('\n')) {
        if (line.startsWith("//!") && line.size() > 4) {
            words << QString::fromUtf8(line.mid(3)).trimmed();
        } else if (!words.isEmpty()) {
            break;
        }
    }
    return words.join(QLatin1Char(' '));
}

Template templateIn(const QString &folder, const QString &description)
{
    Template found{.name = QFileInfo(folder).fileName(), .folder = folder};
    for (const char *file : {"/src/lib.rs", "/src/main.rs"}) {
        if (QFileInfo::exists(folder + QLatin1String(file))) {
            found.handlerFile = folder + QLatin1String(file);
            break;
        }
    }
    found.source = withoutLicence(contentOf(found.handlerFile));
    found.description = firstParagraph(found.source);
    if (found.description.isEmpty()) {
        found.description = description;
    }
    return found;
}

} // namespace

QList<Template> readTemplates(const QString &resources)
{
    const QDir examples(resources + QStringLiteral("/sdk/examples"));
    QStringList others = examples.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    QList<Template> templates;
    for (const char *const purpose : purposes) {
        const QString name = QString::fromLatin1(purpose);
        if (others.removeOne(name)) {
            templates << templateIn(examples.filePath(name), {});
        }
    }
    templates << templateIn(resources + QStringLiteral("/samples/rust-hello"),
                            QObject::tr("The reference handler: one field in, JSON out."));
    for (const QString &name : std::as_const(others)) {
        const Template one = templateIn(examples.filePath(name), {});
        const bool isForTests = name.endsWith(QLatin1String("-fixture"));
        if (!one.handlerFile.isEmpty() && !isForTests) {
            templates << one;
        }
    }
    return templates;
}

QByteArray examplePayload(const QByteArray &source)
{
    static const QRegularExpression example(QStringLiteral("Try it with\\s+`(\\{[^`]*\\})`"));
    const QByteArray text = example.match(firstParagraph(withoutLicence(source))).captured(1).toUtf8();
    return parseJson(text) ? text : QByteArray();
}

Result<void> checkProjectName(const QString &name)
{
    if (name.size() > longestName || !isPackageName(name)) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("A project's name has 1 to 63 letters, digits, - or _, and begins with a letter."));
    }
    return {};
}

QString freeProjectName(const QString &place, const QString &wanted)
{
    QString name = wanted;
    for (int number = 2; QFileInfo::exists(QDir(place).filePath(name)); ++number) {
        name = QStringLiteral("%1-%2").arg(wanted).arg(number);
    }
    return name;
}

Result<QString> createProject(const Template &from, const QString &parent, const QString &name)
{
    if (const auto fits = checkProjectName(name); !fits) {
        return std::unexpected(fits.error());
    }
    const QString folder = QDir(parent).absoluteFilePath(name);
    if (QFileInfo::exists(folder)) {
        return fail(ErrorCode::AlreadyExists,
                    QObject::tr("%1 is there already. Choose another name or another place.").arg(folder));
    }
    if (!QDir().mkpath(parent)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Cannot make the folder %1.").arg(parent));
    }
    // Named before it is at its place, so that it is never seen with the template's name.
    const QString beside = QDir(parent).absoluteFilePath(QStringLiteral(".%1.new").arg(name));
    QDir(beside).removeRecursively();
    if (const auto copied = copySample(from.folder, beside); !copied) {
        return std::unexpected(copied.error());
    }
    const QString manifest = beside + QStringLiteral("/Cargo.toml");
    const auto named = withPackageName(QString::fromUtf8(contentOf(manifest)), name).and_then([&](const QString &text) {
        return saveUserFile(manifest, text.toUtf8()).and_then([&] { return dropLicences(beside); });
    });
    if (named && QDir().rename(beside, folder)) {
        return folder;
    }
    QDir(beside).removeRecursively();
    return named ? Result<QString>(fail(ErrorCode::Unavailable, QObject::tr("Cannot make the folder %1.").arg(folder)))
                 : std::unexpected(named.error());
}

} // namespace studio
