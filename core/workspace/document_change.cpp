// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/document_change.h"

#include "core/base/user_file.h"
#include "core/workspace/document_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThreadPool>
#include <QtConcurrentMap>

#include <algorithm>
#include <ranges>

namespace studio {

namespace {

struct ByteChange
{
    qsizetype from;
    qsizetype to;
    QByteArray text;
    qsizetype number; ///< in the order in which they were given
};

/// Where the lines of a text begin. Lines end with LF, CR LF or CR, as Scintilla and LSP have it.
QList<qsizetype> lineStarts(const QByteArray &text)
{
    QList<qsizetype> starts{0};
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))) {
            starts << at + 1;
        }
    }
    return starts;
}

/// -1 for a place below the last line. One behind the end of its line is that end.
qsizetype offsetOf(TextPlace place, const QByteArray &text, const QList<qsizetype> &starts)
{
    if (place.line == starts.size() && place.byte == 0) {
        return text.size(); // "the line behind the last one" is how servers name the end
    }
    if (place.line < 0 || place.line >= starts.size() || place.byte < 0) {
        return -1;
    }
    qsizetype end = place.line + 1 < starts.size() ? starts[place.line + 1] : text.size();
    while (end > starts[place.line] && place.line + 1 < starts.size() &&
           (text[end - 1] == '\n' || text[end - 1] == '\r')) {
        --end;
    }
    return std::min(starts[place.line] + place.byte, end);
}

TextPlace placeAt(const QByteArray &text, qsizetype offset)
{
    const QList<qsizetype> starts = lineStarts(text);
    const auto line = std::ranges::upper_bound(starts, offset) - starts.begin() - 1;
    return {static_cast<int>(line), static_cast<int>(offset - starts[line])};
}

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

QString nameOf(const QString &path)
{
    return QFileInfo(path).fileName();
}

QString fileText(const char *text)
{
    return QCoreApplication::translate("studio::DocumentChange", text);
}

std::unexpected<Error> changedSince(const QString &path)
{
    return fail(ErrorCode::FailedPrecondition,
                fileText(QT_TRANSLATE_NOOP("studio::DocumentChange", "%1 was changed meanwhile.")).arg(nameOf(path)));
}

Result<void> move(const QString &from, const QString &to)
{
    if (QFileInfo::exists(to)) {
        return fail(
            ErrorCode::FailedPrecondition,
            fileText(QT_TRANSLATE_NOOP("studio::DocumentChange", "%1 could not be renamed: there is a file named "
                                                                 "%2 already."))
                .arg(nameOf(from), nameOf(to)));
    }
    QDir().mkpath(QFileInfo(to).path());
    QFile file(from);
    if (!file.rename(to)) {
        return fail(ErrorCode::Unavailable,
                    fileText(QT_TRANSLATE_NOOP("studio::DocumentChange", "%1 could not be renamed: %2."))
                        .arg(nameOf(from), file.errorString()));
    }
    return {};
}

Result<void> rewrite(const DocumentChange &change)
{
    const bool isThere = QFileInfo::exists(change.path);
    if (!change.before && !isThere) {
        QDir().mkpath(QFileInfo(change.path).path());
        return saveUserFile(change.path, *change.after);
    }
    if (!change.before || !isThere) {
        return isThere ? Result<void>(changedSince(change.path))
                       : fail(ErrorCode::FailedPrecondition,
                              fileText(QT_TRANSLATE_NOOP("studio::DocumentChange", "%1 is no longer on disk."))
                                  .arg(nameOf(change.path)));
    }
    const auto onDisk = readDocument(change.path);
    if (!onDisk) {
        return std::unexpected(onDisk.error());
    }
    if (onDisk->utf8 != *change.before) {
        return changedSince(change.path);
    }
    if (!change.after) {
        return QFile::remove(change.path)
                   ? Result<void>()
                   : fail(ErrorCode::Unavailable,
                          fileText(QT_TRANSLATE_NOOP("studio::DocumentChange", "%1 could not be removed."))
                              .arg(nameOf(change.path)));
    }
    const auto bytes = encodeText(QString::fromUtf8(*change.after), onDisk->encoding, onDisk->byteOrderMark);
    return bytes ? saveUserFile(change.path, *bytes) : std::unexpected(bytes.error());
}

Result<void> changeFile(const DocumentChange &change)
{
    if (change.isEdited()) {
        if (const auto written = rewrite(change); !written) {
            return written;
        }
    }
    if (!change.isMoved()) {
        return {};
    }
    const auto moved = move(change.path, change.newPath);
    if (!moved && change.isEdited()) {
        DocumentChange back = reversed(change);
        back.path = back.newPath;
        (void)rewrite(back);
    }
    return moved;
}

/// At once, as most of the time a disk is waited for. Returns how each ended.
QList<Result<void>> changeTogether(const QList<DocumentChange> &changes)
{
    constexpr int maxWriters = 8;
    QThreadPool writers;
    writers.setMaxThreadCount(maxWriters);
    return QtConcurrent::blockingMapped<QList<Result<void>>>(&writers, changes, changeFile);
}

} // namespace

DocumentChange reversed(const DocumentChange &change)
{
    DocumentChange back{
        .path = change.newPath, .newPath = change.path, .before = change.after, .after = change.before, .edits = {}};
    if (back.before && back.after) {
        back.edits = difference(*back.before, *back.after);
    }
    return back;
}

QList<DocumentChange> reversed(const QList<DocumentChange> &changes)
{
    QList<DocumentChange> back;
    for (const DocumentChange &change : changes | std::views::reverse) {
        back << reversed(change);
    }
    return back;
}

QList<TextChange> difference(const QByteArray &before, const QByteArray &after)
{
    if (before == after) {
        return {};
    }
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype begin = 0;
    while (begin < shorter && before[begin] == after[begin]) {
        ++begin;
    }
    // Within no character, and within no end of a line.
    while (begin > 0 && ((begin < before.size() && (isContinuation(before[begin]) || before[begin] == '\n')) ||
                         (begin < after.size() && (isContinuation(after[begin]) || after[begin] == '\n')))) {
        --begin;
    }
    qsizetype end = 0;
    while (end < shorter - begin && before[before.size() - 1 - end] == after[after.size() - 1 - end]) {
        ++end;
    }
    while (end > 0 && (isContinuation(before[before.size() - end]) || before[before.size() - end] == '\n')) {
        --end;
    }
    return {{{placeAt(before, begin), placeAt(before, before.size() - end)},
             after.sliced(begin, after.size() - end - begin)}};
}

Result<QByteArray> changedText(const QByteArray &text, const QList<TextChange> &edits, QList<qsizetype> *positions)
{
    const QList<qsizetype> starts = lineStarts(text);
    QList<ByteChange> all;
    all.reserve(edits.size());
    for (const TextChange &edit : edits) {
        all.append(
            {offsetOf(edit.range.start, text, starts), offsetOf(edit.range.end, text, starts), edit.text, all.size()});
        if (all.back().from < 0 || all.back().to < all.back().from) {
            return fail(ErrorCode::InvalidArgument,
                        fileText(QT_TRANSLATE_NOOP("studio::DocumentChange", "a change is outside of the text")));
        }
    }
    std::ranges::stable_sort(all, {}, &ByteChange::from);
    if (positions) {
        positions->resize(edits.size());
    }
    QByteArray result;
    qsizetype done = 0;
    for (const ByteChange &one : all) {
        if (one.from < done) {
            return fail(ErrorCode::InvalidArgument,
                        fileText(QT_TRANSLATE_NOOP("studio::DocumentChange", "changes overlap")));
        }
        result += QByteArrayView(text).sliced(done, one.from - done);
        if (positions) {
            (*positions)[one.number] = result.size();
        }
        result += one.text;
        done = one.to;
    }
    result += QByteArrayView(text).sliced(done);
    return result;
}

/// Changes that stay where they are do not depend on each other. A move, as of a folder, comes before what follows it.
Result<void> changeFiles(const QList<DocumentChange> &changes)
{
    QList<DocumentChange> done;
    for (qsizetype at = 0; at < changes.size();) {
        qsizetype end = at + 1;
        while (!changes[at].isMoved() && end < changes.size() && !changes[end].isMoved()) {
            ++end;
        }
        const QList<DocumentChange> step = changes.sliced(at, end - at);
        const auto results = changeTogether(step);
        Result<void> failed;
        for (qsizetype index = 0; index < step.size(); ++index) {
            if (results[index]) {
                done << step[index];
            } else if (failed) {
                failed = results[index];
            }
        }
        if (!failed) {
            for (const DocumentChange &one : done | std::views::reverse) {
                (void)changeFile(reversed(one));
            }
            return failed;
        }
        at = end;
    }
    return {};
}

} // namespace studio
