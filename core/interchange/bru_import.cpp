// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_field.h"
#include "core/interchange/bru_document.h"
#include "core/interchange/import_builder.h"
#include "core/interchange/import_formats.h"
#include "core/interchange/import_values.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QSet>

#include <algorithm>
#include <array>

namespace studio::interchange {

namespace {

using collection::Body;
using collection::Folder;
using collection::SavedRequest;

constexpr QLatin1StringView collectionFile("collection.bru");
constexpr QLatin1StringView bruFolderFile("folder.bru");
constexpr QLatin1StringView settingsFile("bruno.json");

QList<collection::Header> headersOf(const BruDocument &document)
{
    QList<collection::Header> headers;
    for (const BruEntry &each : document.entries(u"headers")) {
        headers.append({.name = each.name, .value = each.value, .isDisabled = each.isDisabled, .others = {}});
    }
    return headers;
}

QList<collection::Variable> bruVariables(const QList<BruEntry> &entries, bool isSecret = false)
{
    QList<collection::Variable> variables;
    for (const BruEntry &each : entries) {
        variables.append({.name = each.name,
                          .value = isSecret ? QString() : each.value,
                          .type = {},
                          .isSecret = isSecret,
                          .isDisabled = each.isDisabled,
                          .others = {}});
    }
    return variables;
}

/// A number or a truth value where the text is one.
Json scalarOf(const QString &text)
{
    const auto json = parseJson(text.toUtf8());
    return json && (json->isNumber() || json->isBoolean()) ? *json : Json(text);
}

std::optional<Body::Kind> bruBodyKind(const QString &name)
{
    static const QHash<QString, Body::Kind> kinds{{QStringLiteral("json"), Body::Json},
                                                  {QStringLiteral("text"), Body::Text},
                                                  {QStringLiteral("xml"), Body::Xml},
                                                  {QStringLiteral("sparql"), Body::Sparql},
                                                  {QStringLiteral("formUrlEncoded"), Body::FormUrlEncoded},
                                                  {QStringLiteral("form-urlencoded"), Body::FormUrlEncoded},
                                                  {QStringLiteral("multipartForm"), Body::MultipartForm},
                                                  {QStringLiteral("multipart-form"), Body::MultipartForm},
                                                  {QStringLiteral("file"), Body::File}};
    const auto found = kinds.constFind(name);
    return found == kinds.constEnd() ? std::nullopt : std::optional(*found);
}

/// The method's block of a request.
const BruBlock *methodBlock(const BruDocument &document)
{
    static const QStringList names{QStringLiteral("get"),     QStringLiteral("post"),  QStringLiteral("put"),
                                   QStringLiteral("delete"),  QStringLiteral("patch"), QStringLiteral("options"),
                                   QStringLiteral("head"),    QStringLiteral("http"),  QStringLiteral("trace"),
                                   QStringLiteral("connect"), QStringLiteral("query")};
    const auto found = std::ranges::find_if(document.blocks, [](const BruBlock &block) {
        return names.contains(block.name) &&
               std::ranges::contains(block.entries, QStringLiteral("url"), &BruEntry::name);
    });
    return found == document.blocks.end() ? nullptr : &*found;
}

/// Reads what a request, folder.bru and collection.bru have alike, and says what is not carried over.
class BruReader
{
public:
    BruReader(const SourceFile &file, ImportBuilder &builder)
        : m_file(file), m_builder(builder), m_document(parseBru(file.text()))
    {
        if (!m_document.unread.isEmpty()) {
            m_builder.warn(file.path, m_document.unread.first(), QObject::tr("the line is not read here"));
        }
        for (const BruBlock &block : std::as_const(m_document.blocks)) {
            const bool isScript =
                block.name.startsWith(QLatin1String("script")) || block.name == QLatin1String("tests");
            if (isScript && !block.text.trimmed().isEmpty()) {
                m_builder.warn(file.path, block.line, QObject::tr("the script “%1” is not imported").arg(block.name));
            }
        }
    }

    [[nodiscard]] const BruDocument &document() const { return m_document; }

    Json authorization(const QString &mode)
    {
        if (mode == QLatin1String("inherit")) {
            return Json(mode);
        }
        if (mode.isEmpty() || mode == QLatin1String("none")) {
            return {};
        }
        static const QHash<QString, QStringList> members{
            {QStringLiteral("bearer"), {QStringLiteral("token")}},
            {QStringLiteral("basic"), {QStringLiteral("username"), QStringLiteral("password")}},
            {QStringLiteral("apikey"), {QStringLiteral("key"), QStringLiteral("value"), QStringLiteral("placement")}}};
        const auto known = members.constFind(mode);
        if (known == members.constEnd()) {
            m_builder.warn(m_file.path, 0, QObject::tr("authorization of the type %1 is not imported").arg(mode));
            return {};
        }
        Json auth{{"type", mode}};
        const QString block = QStringLiteral("auth:") + mode;
        for (const QString &member : *known) {
            const QString value = m_document.value(block, member);
            auth[toUtf8(member)] = value == QLatin1String("queryparams") ? QStringLiteral("query") : value;
        }
        return auth;
    }

    QList<collection::Capture> captures()
    {
        QList<collection::Capture> made;
        for (const BruEntry &each : m_document.entries(u"vars:post-response")) {
            if (each.value.startsWith(QLatin1String("res."))) {
                made.append(
                    {.expression = each.value, .variable = each.name, .isDisabled = each.isDisabled, .others = {}});
            } else {
                m_builder.warn(m_file.path, each.line,
                               QObject::tr("the variable “%1” is set by a script and not imported").arg(each.name));
            }
        }
        return made;
    }

    void fillDefaults(Folder &folder)
    {
        folder.defaults.headers = headersOf(m_document);
        folder.defaults.variables = bruVariables(m_document.entries(u"vars:pre-request"));
        folder.defaults.auth = authorization(m_document.value(u"auth", u"mode"));
        if (const QString docs = m_document.text(u"docs"); !docs.isEmpty()) {
            folder.others["docs"] = docs;
        }
        if (!m_document.entries(u"vars:post-response").isEmpty()) {
            m_builder.warn(m_file.path, 0,
                           QObject::tr("variables that answers set for a whole folder are not imported"));
        }
    }

private:
    const SourceFile &m_file;
    ImportBuilder &m_builder;
    BruDocument m_document;
};

/// One request.
class BruRequestReader
{
public:
    BruRequestReader(const SourceFile &file, ImportBuilder &builder)
        : m_file(file), m_builder(builder), m_reader(file, builder)
    {
    }

    /// Nothing where it is none that is sent here.
    std::optional<SavedRequest> read()
    {
        const BruDocument &document = m_reader.document();
        const BruBlock *const method = methodBlock(document);
        if (!method) {
            m_builder.warn(m_file.path, 0, QObject::tr("it is not a request over HTTP"));
            return {};
        }
        SavedRequest request;
        request.name = document.value(u"meta", u"name");
        request.name = request.name.isEmpty() ? m_file.baseName() : request.name;
        request.sequence = document.value(u"meta", u"seq").toInt();
        request.tags = document.value(u"meta", u"tags").split(u'\n', Qt::SkipEmptyParts);
        request.method = method->name.toUpper();
        QString bodyName;
        QString authMode;
        for (const BruEntry &each : method->entries) {
            (each.name == QLatin1String("url")      ? request.url
             : each.name == QLatin1String("method") ? request.method
             : each.name == QLatin1String("body")   ? bodyName
                                                    : authMode) = each.value;
        }
        request.headers = headersOf(document);
        request.auth = m_reader.authorization(authMode);
        request.body = body(bodyName);
        readParameters(request);
        readRuntime(request);
        return request;
    }

private:
    void readParameters(SavedRequest &request)
    {
        const auto read = [&](QStringView block, collection::Parameter::Kind kind) {
            for (const BruEntry &each : m_reader.document().entries(block)) {
                request.parameters.append({.name = each.name,
                                           .value = each.value,
                                           .kind = kind,
                                           .isDisabled = each.isDisabled,
                                           .others = {}});
            }
        };
        read(u"query", collection::Parameter::Query);
        read(u"params:query", collection::Parameter::Query);
        read(u"params:path", collection::Parameter::Path);
    }

    void readRuntime(SavedRequest &request)
    {
        const BruDocument &document = m_reader.document();
        request.variables = bruVariables(document.entries(u"vars:pre-request"));
        request.captures = m_reader.captures();
        for (const BruEntry &each : document.entries(u"assert")) {
            collection::Assertion assertion = assertionOf(each.name, each.value);
            assertion.isDisabled = each.isDisabled;
            request.assertions.append(assertion);
        }
        for (const BruEntry &each : document.entries(u"settings")) {
            request.settings[toUtf8(each.name)] = scalarOf(each.value);
        }
        if (const QString docs = document.text(u"docs"); !docs.isEmpty()) {
            request.others["docs"] = docs;
        }
    }

    Body body(const QString &name)
    {
        const BruDocument &document = m_reader.document();
        if (name.isEmpty() || name == QLatin1String("none")) {
            return {};
        }
        if (name == QLatin1String("graphql")) {
            return graphqlBody(document.text(u"body:graphql"), document.text(u"body:graphql:vars"));
        }
        const auto kind = bruBodyKind(name);
        if (!kind) {
            m_builder.warn(m_file.path, 0, QObject::tr("a body of the kind “%1” is not imported").arg(name));
            return {};
        }
        Body made;
        made.kind = *kind;
        const std::string_view known = collection::bodyKindName(*kind);
        const QString block =
            QStringLiteral("body:") + QString::fromLatin1(known.data(), static_cast<qsizetype>(known.size()));
        if (collection::hasFields(*kind)) {
            made.fields = fields(block, *kind);
        } else {
            made.data = document.find(block) ? document.text(block) : document.text(u"body");
        }
        return made;
    }

    QList<collection::BodyField> fields(const QString &block, Body::Kind kind)
    {
        QList<collection::BodyField> made;
        for (const BruEntry &each : m_reader.document().entries(block)) {
            const bool isFile = each.isFile && kind != Body::FormUrlEncoded;
            made.append({.name = kind == Body::File ? QString() : each.name,
                         .value = each.value,
                         .files = kind == Body::File ? QStringList(each.files.value(0)) : each.files,
                         .contentType = each.contentType,
                         .isFile = isFile || kind == Body::File,
                         .isSelected = kind == Body::File && !each.isDisabled,
                         .isDisabled = each.isDisabled && kind != Body::File,
                         .others = {}});
            if (isFile) {
                made.last().value.clear();
                m_builder.warn(m_file.path, each.line,
                               QObject::tr("the file of “%1” is not copied; it must be in the collection's folder")
                                   .arg(each.name));
            }
        }
        return made;
    }

    const SourceFile &m_file;
    ImportBuilder &m_builder;
    BruReader m_reader;
};

/// The tree of a folder of Bruno's.
class BrunoImporter
{
public:
    explicit BrunoImporter(const ImportSource &source) : m_source(source), m_builder(ImportFormat::Bruno, source.name)
    {
    }

    Result<ImportedCollection> import()
    {
        findRoot();
        for (const SourceFile &file : m_source.files) {
            if (file.name().endsWith(QLatin1String(".bru")) && isBelowRoot(file.folder())) {
                m_files[file.folder()].append(&file);
                noteFolders(file.folder());
            }
        }
        fill(m_builder.root(), m_root);
        return m_builder.finish();
    }

private:
    [[nodiscard]] bool isBelowRoot(const QString &folder) const
    {
        return m_root.isEmpty() || folder == m_root || folder.startsWith(m_root + u'/');
    }

    [[nodiscard]] QString pathInRoot(const QString &name) const
    {
        return m_root.isEmpty() ? name : m_root + u'/' + name;
    }

    /// The first folder with a bruno.json; its name is the collection's.
    void findRoot()
    {
        const SourceFile *settings = nullptr;
        for (const SourceFile &file : m_source.files) {
            const bool isNearer = !settings || file.path.count(u'/') < settings->path.count(u'/');
            settings = file.name() == settingsFile && isNearer ? &file : settings;
        }
        if (!settings) {
            return;
        }
        m_root = settings->folder();
        const auto json = parseJson(settings->content);
        if (!json) {
            m_builder.warn(settings->path, 0, json.error().message);
        } else if (const QString name = (*json)["name"].text(); !name.isEmpty()) {
            m_builder.root().name = name;
        }
    }

    /// Makes a folder known to the ones above it.
    void noteFolders(QString folder)
    {
        while (folder != m_root && !folder.isEmpty()) {
            const QString parent = folder.contains(u'/') ? folder.section(u'/', 0, -2) : QString();
            if (m_known.contains(folder)) {
                return;
            }
            m_known.insert(folder);
            m_folders[parent] << folder;
            folder = parent;
        }
    }

    [[nodiscard]] const SourceFile *ownFile(const QString &folder) const
    {
        for (const SourceFile *const file : m_files.value(folder)) {
            if (file->name() == (folder == m_root ? collectionFile : bruFolderFile)) {
                return file;
            }
        }
        return nullptr;
    }

    void fill(Folder &folder, const QString &path)
    {
        if (const SourceFile *const own = ownFile(path)) {
            BruReader reader(*own, m_builder);
            reader.fillDefaults(folder);
            const QString name = reader.document().value(u"meta", u"name");
            folder.name = name.isEmpty() || path == m_root ? folder.name : name;
        }
        addFolders(folder, path);
        QList<SavedRequest> requests;
        for (const SourceFile *const file : m_files.value(path)) {
            if (file->name() == bruFolderFile || file->name() == collectionFile) {
                continue;
            }
            if (auto request = BruRequestReader(*file, m_builder).read()) {
                requests.append(std::move(*request));
            }
        }
        std::ranges::stable_sort(requests, {}, [](const SavedRequest &each) { return each.sequence.value_or(0); });
        for (SavedRequest &request : requests) {
            if (!m_builder.add(folder, std::move(request))) {
                return;
            }
        }
    }

    void addFolders(Folder &folder, const QString &path)
    {
        QMap<std::pair<int, QString>, QString> ordered; // by sequence and name
        for (const QString &below : m_folders.value(path)) {
            if (below == pathInRoot(collection::environmentsFolderName)) {
                readEnvironments(below);
                continue;
            }
            const SourceFile *const own = ownFile(below);
            const int sequence = own ? parseBru(own->text()).value(u"meta", u"seq").toInt() : 0;
            ordered.insert({sequence > 0 ? sequence : 1, below}, below);
        }
        for (const QString &below : std::as_const(ordered)) {
            fill(m_builder.addFolder(folder, below.section(u'/', -1)), below);
        }
    }

    void readEnvironments(const QString &folder)
    {
        for (const SourceFile *const file : m_files.value(folder)) {
            const BruReader reader(*file, m_builder);
            const BruDocument &document = reader.document();
            m_builder.add({.path = {},
                           .name = file->baseName(),
                           .variables = bruVariables(document.entries(u"vars")) +
                                        bruVariables(document.entries(u"vars:secret"), true),
                           .others = {}});
        }
    }

    const ImportSource &m_source;
    ImportBuilder m_builder;
    QString m_root;
    QHash<QString, QList<const SourceFile *>> m_files; ///< by folder
    QHash<QString, QStringList> m_folders;             ///< those in a folder
    QSet<QString> m_known;                             ///< all of these
};

} // namespace

Result<ImportedCollection> importBruno(const ImportSource &source)
{
    return BrunoImporter(source).import();
}

} // namespace studio::interchange
