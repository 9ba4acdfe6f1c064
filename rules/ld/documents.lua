-- Sign-offs of documents: what counts as agreement, and with which content.
local documents = {}

-- A sign-off covers a document when it names the fingerprint of its content, or the first twelve
-- characters at least. Without a content to compare with, any sign-off covers it.
function documents.covers(sign_off, document)
  local hash, covered = document.content_hash, sign_off.covers_hash or ""
  if not hash then return true end
  return #covered >= 12 and hash:sub(1, #covered) == covered:lower()
end

-- The fingerprint as people write it.
function documents.short_hash(document)
  return (document.content_hash or ""):sub(1, 12)
end

-- Only yes is agreement.
function documents.is_yes(sign_off)
  return (sign_off.decision or ""):lower() == "yes"
end

-- Those that no later row corrects.
function documents.standing(document)
  return document.sign_offs:where("#sign_offs == 0")
end

-- Is there a newer version of the same kind of document about the same record?
function documents.is_replaced(document)
  if not document.about then return false end
  return document.about.documents:any(function(other)
    return other.kind == document.kind and (other.version or 0) > (document.version or 0)
  end)
end

return documents
