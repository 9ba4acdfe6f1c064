-- The standard offer. An organisation that wants something else starts from require("ld.offer")().
local P = ld.params

return require("ld.offer")():solve { gap = P.gap or 0.01, work = P.work or 400 }
