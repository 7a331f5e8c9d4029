// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/document_store.h"

#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "core/workspace/document_text.h"
#include "core/workspace/project_changes.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace studio {

struct DocumentStore::Entry
{
    QString path;
    OpenDocument *document = nullptr;
    int version = 1;
};

DocumentStore::DocumentStore(QObject *parent) : QObject(parent) {}
DocumentStore::~DocumentStore() = default;

const DocumentStore::Entry *DocumentStore::find(const QString &path) const
{
    const auto found = std::ranges::find(m_open, path, &Entry::path);
    return found == m_open.end() ? nullptr : &*found;
}

DocumentStore::Entry *DocumentStore::find(const QString &path)
{
    return const_cast<Entry *>(std::as_const(*this).find(path));
}

void DocumentStore::opened(const QString &path, OpenDocument *document)
{
    m_open.append({.path = path, .document = document});
    Q_EMIT documentOpened(path);
}

void DocumentStore::editBegun(const QString &path)
{
    Q_EMIT documentEditBegun(path);
}

void DocumentStore::edited(const QString &path, const TextChange &change)
{
    if (Entry *const entry = find(path)) {
        const int version = ++entry->version;
        Q_EMIT documentEdited(path, change);
        Q_EMIT documentChanged(path, version);
    }
}

void DocumentStore::saved(const QString &path)
{
    Q_EMIT documentSaved(path);
}

void DocumentStore::moved(const QString &from, const QString &to)
{
    if (Entry *const entry = find(from)) {
        entry->path = to;
        Q_EMIT documentMoved(from, to);
    }
}

void DocumentStore::closed(const QString &path)
{
    if (m_open.removeIf([&](const Entry &entry) { return entry.path == path; }) > 0) {
        Q_EMIT documentClosed(path);
    }
}

void DocumentStore::setOpener(Opener opener)
{
    m_opener = std::move(opener);
}

void DocumentStore::setChanges(ProjectChanges *changes)
{
    m_changes = changes;
}

ProjectChanges *DocumentStore::changes() const
{
    return m_changes;
}

QStringList DocumentStore::openPaths() const
{
    QStringList paths;
    for (const Entry &entry : m_open) {
        paths << entry.path;
    }
    return paths;
}

bool DocumentStore::isOpen(const QString &path) const
{
    return find(path) != nullptr;
}

bool DocumentStore::isDirty(const QString &path) const
{
    const Entry *const entry = find(path);
    return entry && entry->document->isDirty();
}

int DocumentStore::version(const QString &path) const
{
    const Entry *const entry = find(path);
    return entry ? entry->version : 0;
}

Result<QString> DocumentStore::text(const QString &path) const
{
    if (const Entry *const entry = find(path)) {
        return entry->document->text();
    }
    return readDocument(path).transform([](const DocumentText &onDisk) { return onDisk.text(); });
}

Result<QString> DocumentStore::text(const QString &path, qint64 maxBytes) const
{
    const Entry *const entry = find(path);
    const qint64 size = entry ? entry->document->size() : QFileInfo(path).size();
    return size <= maxBytes ? text(path) : fail(ErrorCode::ResourceExhausted, tr("%1 is too large.").arg(path));
}

QMap<QString, QByteArray> DocumentStore::unsavedTexts(const QString &folder) const
{
    QMap<QString, QByteArray> texts;
    const QDir root(folder);
    for (const Entry &entry : m_open) {
        const QString file = root.relativeFilePath(entry.path);
        if (entry.document->isDirty() && !file.startsWith(QLatin1String("../"))) {
            texts.insert(file, entry.document->text().toUtf8());
        }
    }
    return texts;
}

Task<bool> DocumentStore::saveAll()
{
    for (const QString &path : openPaths()) {
        const Entry *const entry = find(path); // it may have been closed meanwhile
        if (!entry || !entry->document->isDirty()) {
            continue;
        }
        if (const auto saved = co_await whileAlive(this, entry->document->save()); !saved) {
            co_return saved;
        }
    }
    co_return true;
}

Task<bool> DocumentStore::edit(QString path, QString text)
{
    if (m_opener) {
        if (const auto shown = m_opener(path); !shown) {
            co_return std::unexpected(shown.error());
        }
    }
    Entry *entry = find(path);
    const bool isSaved = !entry || !entry->document->isDirty();
    const auto replaced = co_await whileAlive(this, replace(path, std::move(text)));
    if (replaced && !isSaved && (entry = find(path)) != nullptr) {
        co_return co_await whileAlive(this, entry->document->save());
    }
    co_return replaced;
}

Task<bool> DocumentStore::step(QString path, bool isBack)
{
    Entry *const entry = find(path);
    const bool isSaved = entry && !entry->document->isDirty();
    if (!entry || !(isBack ? entry->document->undo() : entry->document->redo())) {
        co_return fail(ErrorCode::FailedPrecondition,
                       isBack ? tr("There is nothing to undo in %1.").arg(QFileInfo(path).fileName())
                              : tr("There is nothing to redo in %1.").arg(QFileInfo(path).fileName()));
    }
    if (isSaved) {
        co_return co_await whileAlive(this, entry->document->save());
    }
    co_return true;
}

/// Opens nothing, and does not save a document that was dirty before.
Task<bool> DocumentStore::replace(QString path, QString text)
{
    Entry *const entry = find(path);
    if (!entry) {
        co_return co_await whileAlive(this, write(path, std::move(text)));
    }
    if (entry->document->isReadOnly()) {
        co_return fail(ErrorCode::FailedPrecondition,
                       tr("%1 cannot be changed: it is read-only.").arg(QFileInfo(path).fileName()));
    }
    const bool isSaved = !entry->document->isDirty();
    entry->document->replaceText(text);
    if (isSaved) {
        co_return co_await whileAlive(this, entry->document->save());
    }
    co_return true;
}

/// Of a document that is not open.
Task<bool> DocumentStore::write(QString path, QString text)
{
    const auto written =
        co_await whileAlive(this, onWorker([path, text]() -> Result<void> {
                                const auto onDisk = readDocument(path);
                                if (!onDisk) {
                                    return std::unexpected(onDisk.error());
                                }
                                const auto bytes = encodeText(text, onDisk->encoding, onDisk->byteOrderMark);
                                return bytes ? saveUserFile(path, *bytes) : std::unexpected(bytes.error());
                            }));
    if (!written) {
        co_return std::unexpected(written.error());
    }
    saved(path);
    co_return true;
}

} // namespace studio
