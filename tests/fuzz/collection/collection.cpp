// SPDX-License-Identifier: GPL-3.0-or-later
// Files of a collection and of the programs that it can be imported from. An input is a list of files: a line "===
// NAME" and the file's content. Files that are imported are written and read again as the same, with paths that are
// safe.
#include "core/collection/collection_file.h"
#include "core/collection/collection_writer.h"
#include "core/interchange/collection_import.h"
#include "core/interchange/hurl_export.h"
#include "tests/fuzz/expect.h"

#include <QSet>

#include <cstdint>

using namespace studio;
using namespace studio::collection;
using namespace studio::interchange;

namespace {

QList<SourceFile> filesIn(const QByteArray &input)
{
    QList<SourceFile> files;
    for (const QByteArray &line : input.split('\n')) {
        if (line.startsWith("=== ") || files.isEmpty()) {
            files.append({QString::fromUtf8(line.startsWith("=== ") ? line.sliced(4) : "x.http"), {}});
        } else {
            files.last().content += line + '\n';
        }
    }
    files.removeIf([](const SourceFile &file) { // which no reader of folders gives
        return file.path.count(u'/') > maxCollectionDepth || file.path.isEmpty();
    });
    return files;
}

/// What was read is written as text that is read as the same.
template <typename T, typename Parse, typename Text>
void expectStable(const QByteArray &content, Parse parse, Text text)
{
    const Parsed<T> first = parse(content, nullptr);
    if (!first) {
        FUZZ_EXPECT(!first.error().message.isEmpty());
        return;
    }
    const Parsed<T> second = parse(text(*first), nullptr);
    FUZZ_EXPECT(second);
    const Parsed<T> third = parse(text(*second), nullptr);
    FUZZ_EXPECT(third && *third == *second);
}

void expectSafe(const QString &path, QSet<QString> &paths)
{
    for (const QString &part : path.split(u'/')) {
        FUZZ_EXPECT(!part.isEmpty() && !part.startsWith(u'.') && !part.contains(QChar(0)) &&
                    part.toUtf8().size() < 250);
    }
    FUZZ_EXPECT(!paths.contains(path.toLower()));
    paths.insert(path.toLower());
}

void expectReadAlike(const Folder &folder, QSet<QString> &paths)
{
    Folder own = folder;
    own.folders.clear();
    own.requests.clear();
    own.path.clear();
    const auto read = parseFolder(folderText(folder));
    FUZZ_EXPECT(read && *read == own);
    for (const SavedRequest &request : folder.requests) {
        expectSafe(request.path, paths);
        auto same = parseRequest(requestText(request));
        FUZZ_EXPECT(same);
        same->path = request.path;
        FUZZ_EXPECT(*same == request);
    }
    for (const Folder &below : folder.folders) {
        expectSafe(below.path, paths);
        expectReadAlike(below, paths);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    QList<SourceFile> files = filesIn(input);
    for (const SourceFile &file : std::as_const(files)) {
        if (file.name().endsWith(u".yml")) {
            expectStable<SavedRequest>(file.content, parseRequest, requestText);
            expectStable<Folder>(file.content, parseFolder, folderText);
            expectStable<Folder>(file.content, parseRoot, rootText);
            expectStable<Environment>(file.content, parseEnvironment, environmentText);
        }
    }
    const auto imported = importCollection({.name = QStringLiteral("x"), .files = files, .warnings = {}}, {});
    if (!imported) {
        FUZZ_EXPECT(!imported.error().message.isEmpty());
        return 0;
    }
    QSet<QString> paths;
    expectReadAlike(imported->collection.root, paths);
    for (const Environment &environment : imported->collection.environments) {
        expectSafe(environment.path, paths);
        auto same = parseEnvironment(environmentText(environment));
        FUZZ_EXPECT(same);
        same->path = environment.path;
        FUZZ_EXPECT(*same == environment);
        FUZZ_EXPECT(exportHurl(imported->collection, environment.name));
    }
    FUZZ_EXPECT(exportHurl(imported->collection));
    return 0;
}
