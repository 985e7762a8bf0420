# %% [markdown]
# # Word vectors

# %%
import numpy as np


# %% exercise="cosine_similarity"
def cosine_similarity(u, v):
    """The cosine of the angle between two vectors."""
    ### BEGIN SOLUTION
    dot = np.dot(u, v)
    norm_u = np.sqrt(np.sum(u**2))
    norm_v = np.sqrt(np.sum(v**2))
    cosine = dot / (norm_u * norm_v)
    ### END SOLUTION
    return cosine


# %% exercise="complete_analogy"
def complete_analogy(word_a, word_b, word_c, word_to_vec_map):
    """The word w, none of the three, for which w - c points most nearly as b - a does."""
    ### BEGIN SOLUTION
    e_a, e_b, e_c = word_to_vec_map[word_a], word_to_vec_map[word_b], word_to_vec_map[word_c]
    max_cosine_sim = -100
    best_word = None
    for w in word_to_vec_map.keys():
        if w in [word_a, word_b, word_c]:
            continue
        cosine_sim = cosine_similarity(e_b - e_a, word_to_vec_map[w] - e_c)
        if cosine_sim > max_cosine_sim:
            max_cosine_sim = cosine_sim
            best_word = w
    ### END SOLUTION
    return best_word


# %% exercise="equalize"
def equalize(pair, bias_axis, word_to_vec_map):
    """The vectors of two words, moved so that they differ along the bias axis alone and have length 1."""
    ### BEGIN SOLUTION
    w1, w2 = pair
    e_w1, e_w2 = word_to_vec_map[w1], word_to_vec_map[w2]
    mu = (e_w1 + e_w2) / 2
    mu_B = np.dot(mu, bias_axis) / np.linalg.norm(bias_axis) ** 2 * bias_axis
    mu_orth = mu - mu_B
    e_w1B = np.dot(e_w1, bias_axis) / np.linalg.norm(bias_axis) ** 2 * bias_axis
    e_w2B = np.dot(e_w2, bias_axis) / np.linalg.norm(bias_axis) ** 2 * bias_axis
    corrected_e_w1B = np.sqrt(np.abs(1 - np.linalg.norm(mu_orth) ** 2)) * (e_w1B - mu_B) / np.linalg.norm(e_w1B - mu_B)
    corrected_e_w2B = np.sqrt(np.abs(1 - np.linalg.norm(mu_orth) ** 2)) * (e_w2B - mu_B) / np.linalg.norm(e_w2B - mu_B)
    e1 = corrected_e_w1B + mu_orth
    e2 = corrected_e_w2B + mu_orth
    ### END SOLUTION
    return e1, e2


# %% exercise="sentence_to_avg"
def sentence_to_avg(sentence, word_to_vec_map):
    """The mean vector of a sentence's words, in lower case, cut at any white space; unknown words are left out."""
    ### BEGIN SOLUTION
    words = sentence.lower().split()
    size = len(next(iter(word_to_vec_map.values())))
    avg = np.zeros(size)
    count = 0
    for w in words:
        if w in word_to_vec_map:
            avg = avg + word_to_vec_map[w]
            count += 1
    if count > 0:
        avg = avg / count
    ### END SOLUTION
    return avg
