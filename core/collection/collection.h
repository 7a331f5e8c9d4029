// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

// Saved requests: a folder of YAML files as OpenCollection 1.0.0 has them, which Bruno 3 reads too. Plain values, which
// stand for what is written, without a variable replaced.
//
// `others` of a value holds the members of its mapping that the studio does not know, so that the writer loses nothing;
// null where there are none.

namespace studio::collection {

struct Header
{
    QString name;
    QString value;
    bool isDisabled = false;
    Json others;

    bool operator==(const Header &) const = default;
};

struct Parameter
{
    enum Kind { Query, Path };

    QString name;
    QString value;
    Kind kind = Query; ///< a query parameter stands in the URL too
    bool isDisabled = false;
    Json others;

    bool operator==(const Parameter &) const = default;
};

struct Variable
{
    QString name;
    QString value; ///< empty for a secret, whose value is in no file
    QString type;  ///< as it is given beside the value, such as "number"; usually empty, for a text
    bool isSecret = false;
    bool isDisabled = false;
    Json others;

    bool operator==(const Variable &) const = default;
};

/// One field of a form, or one file of a body that is a file.
struct BodyField
{
    QString name;
    QString value;
    QStringList files; ///< below the collection's folder, in place of the value
    QString contentType;
    bool isFile = false;
    bool isSelected = false; ///< of the files of a File body: the one that is sent
    bool isDisabled = false;
    Json others;

    bool operator==(const BodyField &) const = default;
};

struct Body
{
    enum Kind { None, Json, Text, Xml, Sparql, FormUrlEncoded, MultipartForm, File };

    Kind kind = None;
    QString data;            ///< of a kind without fields
    QList<BodyField> fields; ///< of a kind that has them
    studio::Json others;

    bool operator==(const Body &) const = default;
};

/// "form-urlencoded" of FormUrlEncoded and back; nothing for another word.
std::string_view bodyKindName(Body::Kind kind);
std::optional<Body::Kind> bodyKindNamed(std::string_view name);
/// Whether a body of this kind is a list of fields or files, in place of a text.
bool hasFields(Body::Kind kind);

/// What the answer must be: "res.body.items[0].id", "eq", "7".
struct Assertion
{
    QString expression;
    QString operatorName;
    QString value;
    bool isDisabled = false;
    Json others;

    bool operator==(const Assertion &) const = default;
};

/// A part of the answer that later requests have as a variable.
struct Capture
{
    QString expression; ///< "res.body.token"
    QString variable;
    QString scope = QStringLiteral("runtime");
    bool isDisabled = false;
    Json others;

    bool operator==(const Capture &) const = default;
};

/// What a collection or folder gives to all requests below it.
struct RequestDefaults
{
    QList<Header> headers;
    QList<Variable> variables;
    Json auth; ///< null: nothing is said
    Json others;

    bool operator==(const RequestDefaults &) const = default;
};

struct SavedRequest
{
    QString path; ///< of its file, below the collection's folder: "orders/create.yml"
    QString name;
    std::optional<int> sequence;
    QStringList tags;
    QString method = QStringLiteral("GET");
    QString url;
    QList<Header> headers;
    QList<Parameter> parameters;
    Body body;
    Json auth;
    QList<Variable> variables;
    QList<Assertion> assertions;
    QList<Capture> captures;
    Json scripts;   ///< kept; not run
    Json settings;  ///< kept
    Json otherInfo; ///< members of the mappings that are unknown here
    Json otherHttp;
    Json otherRuntime;
    Json otherActions; ///< an array of those that are no captures
    Json others;

    bool operator==(const SavedRequest &) const = default;
};

struct Folder
{
    QString path; ///< below the collection's folder; empty for the collection itself
    QString name;
    std::optional<int> sequence;
    RequestDefaults defaults;
    QList<Folder> folders;        ///< in the order in which they run, before the requests
    QList<SavedRequest> requests; ///< in the order in which they run
    Json otherInfo;
    Json others;

    bool operator==(const Folder &) const = default;
};

struct Environment
{
    QString path; ///< "environments/local.yml"
    QString name;
    QList<Variable> variables;
    Json others;

    bool operator==(const Environment &) const = default;
};

struct Collection
{
    QString folder;                  ///< absolute
    Folder root;                     ///< what opencollection.yml says, and all that is below
    QList<Environment> environments; ///< by name

    bool operator==(const Collection &) const = default;
};

/// The first file of a collection, in its folder.
inline constexpr QLatin1StringView rootFileName("opencollection.yml");
inline constexpr QLatin1StringView folderFileName("folder.yml");
inline constexpr QLatin1StringView environmentsFolderName("environments");
inline constexpr QLatin1StringView ignoredFolderName("node_modules"); ///< in any folder; Bruno skips it too

/// How many requests there are in a folder and below.
int requestCount(const Folder &folder);

} // namespace studio::collection
