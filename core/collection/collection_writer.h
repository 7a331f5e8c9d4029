// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/collection/collection.h"

// The files of a collection, as Bruno 3 reads them: the keys of OpenCollection 1.0.0, always in the same order, a line
// for each value, nothing that is empty or has its default. So an edit of one value changes one place, and git merges
// what two people changed. Members that the reader did not know stand behind those that it does. Any thread.

namespace studio::collection {

QByteArray requestText(const SavedRequest &request);
/// folder.yml: what the folder itself says, without what is in it.
QByteArray folderText(const Folder &folder);
/// opencollection.yml, of the folder of all.
QByteArray rootText(const Folder &root);
/// Values of secrets are not written, whatever the value holds.
QByteArray environmentText(const Environment &environment);

/// Writes the request to its file in the collection's folder, and its folders where they are missing. A file that says
/// the same already is not touched, so that comments and another style of it stay. `before`: as it was read, or null
/// for a new one. InvalidArgument: the path leads out of the collection or through a link, or the reader would
/// not take a file there for a request. FailedPrecondition: what is in the file cannot be read, or is not what was read
/// before, so that writing would lose it. Blocks: worker.
Result<void> saveRequest(const QString &folder, const SavedRequest &request, const SavedRequest *before);
/// The same of an environment.
Result<void> saveEnvironment(const QString &folder, const Environment &environment, const Environment *before);
/// Writes the folder.yml of a folder that is new. FailedPrecondition: there is one.
Result<void> saveNewFolder(const QString &folder, const QString &path, const Folder &made);
/// Makes the folder a collection of that name, where it is none.
Result<void> makeCollection(const QString &folder, const QString &name);

} // namespace studio::collection
